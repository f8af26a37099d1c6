"""Papers beside the certificate: lost passport and its new one, proof of diligence."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration.diligence import IssueProof
from bot.registration.lost_passport import FoundAgain, ReadLoss, ReadPaper, ReadPapers, ReportLost
from bot.registration.reissuing import BeginNewPassport, Reissue
from bot.telegram.papers import Papers


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    sender = Papers(
        bot=shared.bot,
        read_loss=ReadLoss(begin=look, clock=clock),
        issue_proof=IssueProof(begin=begin, clock=clock, names=shared.names),
        statement=shared.workshop.loss_statement,
        picture=shared.workshop.proof_picture,
        document=shared.workshop.proof_document,
    )
    return Feature(
        by_name={
            "read_papers": ReadPapers(begin=look, clock=clock),
            "read_paper": ReadPaper(begin=look, clock=clock),
            "report_lost": ReportLost(begin=begin, clock=clock),
            "found_again": FoundAgain(begin=begin, clock=clock),
            "begin_new_passport": BeginNewPassport(begin=begin, clock=clock),
            "reissue": Reissue(begin=begin, clock=clock, names=shared.names, granting=shared.granting),
            "papers_sender": sender,
        },
        senders={NoticeKind.REISSUED: sender.tell_host},
    )
