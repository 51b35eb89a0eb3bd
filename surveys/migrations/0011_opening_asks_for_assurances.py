from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0010_organisations_reply_and_results_leave_as_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='round',
            name='is_cooperation_handled',
            field=models.BooleanField(default=False, verbose_name='co-operation procedure handled'),
        ),
        migrations.AddField(
            model_name='round',
            name='is_staff_informed',
            field=models.BooleanField(default=False, verbose_name='staff informed'),
        ),
        migrations.AddField(
            model_name='round',
            name='research_permit',
            field=models.CharField(blank=True, choices=[('not_needed', 'not needed'), ('granted', 'needed, and granted')], max_length=10, verbose_name='research permit'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('research_permit__in', ['', 'not_needed', 'granted'])), name='round_permit_known'),
        ),
    ]
