from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sociopoint', '0003_shipped_facts_are_remembered'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='outgoing_mail_in_a_known_state',
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='state',
            field=models.CharField(choices=[('waiting', 'čeká'), ('sending', 'odesílá se'), ('sent', 'odesláno'), ('failed', 'neodesláno'), ('unsure', 'možná odesláno')], default='waiting', max_length=10, verbose_name='stav'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed', 'unsure'])), name='outgoing_mail_in_a_known_state'),
        ),
    ]
