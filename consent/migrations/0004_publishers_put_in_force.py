from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_who_asked_to_put_back_and_material_notices"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="notice",
            options={
                "ordering": ["key", "language", "format", "-version"],
                "permissions": [("put_in_force_notice", "Can put a notice in force")],
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
    ]
