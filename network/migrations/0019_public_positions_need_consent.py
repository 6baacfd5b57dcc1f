from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0018_public_positions_were_agreed_earlier'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'public'), _negated=True), models.Q(('consent', ''), _negated=True), _connector='OR'), name='position_public_with_consent', violation_error_message='Na veřejný web jen se souhlasem. Vyberte, jak ho ten člověk dal.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consent__in', ['', 'earlier']), ('consent_words', ''), ('consented_on', None)), models.Q(('consent__in', ['oral', 'written', 'own']), ('consented_on__isnull', False), models.Q(('consent_words', ''), _negated=True)), _connector='OR'), name='position_consent_has_day_and_words'),
        ),
    ]
