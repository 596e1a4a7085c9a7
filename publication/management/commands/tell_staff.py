from django.core.management.base import BaseCommand, CommandError

from publication import mails


class Command(BaseCommand):
    help = "Sends the mail of the hour to whoever is on duty. A timer runs it at three fixed hours of each day."

    def handle(self, **options):
        try:
            mails.at_the_hour()
        except mails.NobodyToTell as nobody:
            raise CommandError(str(nobody)) from None
        except OSError as trouble:
            raise CommandError(
                f"The mail was not sent ({type(trouble).__name__}). Look at EMAIL_HOST and its neighbours in the "
                "settings; nothing is lost, and the next run says it again."
            ) from None
