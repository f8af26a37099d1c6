"""Papers beside the certificate: lost passport and its new one, proof of diligence."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.registration.drafts import ReadDraft
from bot.registration.lost_passport import FoundAgain, ReadPaper, ReadPapers, ReportLost
from bot.registration.reissuing import BeginNewPassport, Reissue, Unlike
from bot.telegram import keyboards, papers_keyboards, question_keyboards
from bot.telegram.callbacks import Deed, Item, LostDeed, LostTap, MenuTap, RequestTap
from bot.telegram.flow import Flow
from bot.telegram.papers import Papers
from bot.telegram.screen import Screen
from bot.texts import papers, shown_answers

router = Router(name="papers")


@router.callback_query(MenuTap.filter(F.item == Item.LOST_PASSPORT))
async def lost_passport(_tap: CallbackQuery, screen: Screen, read_papers: ReadPapers) -> None:
    """What to do in which order; with several documents in the chat, first whose."""
    own = await read_papers(screen.chat)
    if len(own) > 1:
        await screen.show(papers.whose(screen.words), papers_keyboards.whose(screen.words, own))
    elif own and own[0].is_lost:
        await screen.show(papers.reported(screen.words, own[0]), papers_keyboards.paper(screen.words, own[0]))
    elif own:
        await screen.show(papers.what_to_do(screen.words, own[0]), papers_keyboards.paper(screen.words, own[0]))
    else:
        await screen.show(papers.what_to_do(screen.words, None), keyboards.to_menu(screen.words))


@router.callback_query(LostTap.filter(F.deed == LostDeed.SHOW))
async def shows(_tap: CallbackQuery, callback_data: LostTap, screen: Screen, read_paper: ReadPaper) -> None:
    """One of several documents."""
    paper = await read_paper(screen.chat, callback_data.number)
    say = papers.reported if paper.is_lost else papers.what_to_do
    await screen.show(say(screen.words, paper), papers_keyboards.paper(screen.words, paper))


@router.callback_query(LostTap.filter(F.deed == LostDeed.LOST))
async def reports(
    _tap: CallbackQuery, callback_data: LostTap, screen: Screen, report_lost: ReportLost, papers_sender: Papers
) -> None:
    """It is lost: marked at once, and the statement follows."""
    paper, is_news = await report_lost(screen.chat, callback_data.number)
    # where a request ended with it, the tapped message may be its card, which is about to be drawn again
    show = screen.say if is_news and paper.taken_back else screen.show
    await show(papers.reported(screen.words, paper), papers_keyboards.paper(screen.words, paper))
    if is_news:
        await papers_sender.send_statement(screen.chat, screen.words, callback_data.number)


@router.callback_query(LostTap.filter(F.deed == LostDeed.FOUND))
async def finds(_tap: CallbackQuery, callback_data: LostTap, screen: Screen, found_again: FoundAgain) -> None:
    """It was a slip of the finger."""
    paper = await found_again(screen.chat, callback_data.number)
    await screen.show(papers.taken_back(screen.words, paper), keyboards.to_menu(screen.words))


@router.callback_query(LostTap.filter(F.deed == LostDeed.STATEMENT))
async def statement(_tap: CallbackQuery, callback_data: LostTap, screen: Screen, papers_sender: Papers) -> None:
    """The statement again."""
    await papers_sender.send_statement(screen.chat, screen.words, callback_data.number)


@router.callback_query(LostTap.filter(F.deed == LostDeed.NEW))
async def new_passport(
    _tap: CallbackQuery, callback_data: LostTap, screen: Screen, flow: Flow, begin_new_passport: BeginNewPassport
) -> None:
    """The new document is asked for, by photo or typed; where it is told already, its page is shown."""
    draft = await begin_new_passport(screen.chat, callback_data.number)
    if draft.passport is None and draft.answers.document_number is None:
        await flow.ask_photo(draft)
    else:
        await flow.go_on(draft)


@router.callback_query(LostTap.filter(F.deed == LostDeed.REISSUE))
async def reissues(
    _tap: CallbackQuery, callback_data: LostTap, screen: Screen, reissue: Reissue, read_draft: ReadDraft
) -> None:
    """The new certificate; or the usual review, where the host has to be asked."""
    done = await reissue(screen.chat, callback_data.number)
    if not isinstance(done, Unlike):
        await screen.show(papers.reissued(screen.words, done), keyboards.to_menu(screen.words))
        return
    draft = await read_draft(screen.chat)
    if draft is not None:
        above = papers.has_to_be_asked(screen.words, done)
        text = "\n\n".join((above, shown_answers.review(screen.words, draft.answers)))
        await screen.show(text, question_keyboards.review(screen.words, draft.answers))


@router.callback_query(RequestTap.filter(F.deed == Deed.DILIGENCE))
async def proof(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, papers_sender: Papers) -> None:
    """The proof that the request was sent."""
    await papers_sender.send_proof(screen.chat, screen.words, callback_data.number)
