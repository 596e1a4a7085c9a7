from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = "Stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stories import picture_policy, receivers  # models must be ready first

        receivers.connect()
        picture_policy.install()
