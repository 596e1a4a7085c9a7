from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = "Consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from consent import checks, marks, triggers  # noqa: F401  (checks register themselves)

        post_migrate.connect(triggers.create, sender=self, dispatch_uid="consent.triggers")
        post_migrate.connect(marks.begin, sender=self, dispatch_uid="consent.marks")
