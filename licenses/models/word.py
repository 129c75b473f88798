"""The vocabulary of the register: every word it was ever found by, against which a misspelt one is set right."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """One folded word of letters. The database adds words by trigger (migration 0003); none is taken out again.

    There are no counts: a counter of “cong” or “ty” would be one row for which all writers queue. A word that nothing
    holds any more costs a row; as a correction it finds nothing and is not offered.
    """

    word = models.CharField(_("word"), max_length=60, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
