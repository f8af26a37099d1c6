"""The certificate as a picture for the chat and as a PDF for the printer."""

from bot.certificate.drawing.page import draw_pdf, draw_picture

__all__ = ["draw_pdf", "draw_picture"]
