"""These figures alone: `python -m tests.bench.mail`."""

from tests.bench.mail.both import print_mail

print_mail()
