import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sociopoint', '0004_letters_may_be_unsure'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('new', 'nový účet'), ('role', 'jiná role'), ('switched_on', 'zapnutý účet'), ('address', 'jiný e-mail')], max_length=12, verbose_name='co se změnilo')),
                ('before', models.CharField(blank=True, choices=[('partner', 'partner'), ('worker', 'sociální pracovnice nebo pracovník'), ('coordinator', 'koordinátorka nebo koordinátor'), ('administrator', 'správkyně nebo správce')], max_length=20, verbose_name='role předtím')),
                ('after', models.CharField(choices=[('partner', 'partner'), ('worker', 'sociální pracovnice nebo pracovník'), ('coordinator', 'koordinátorka nebo koordinátor'), ('administrator', 'správkyně nebo správce')], max_length=20, verbose_name='role potom')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='kdy')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to=settings.AUTH_USER_MODEL, verbose_name='účet')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kdo to změnil')),
            ],
            options={
                'verbose_name': 'změna účtu',
                'verbose_name_plural': 'změny účtů',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('before__in', ['partner', 'worker', 'coordinator', 'administrator']), ('deed', 'role')), models.Q(models.Q(('deed', 'role'), _negated=True), ('before', '')), _connector='OR'), name='account_change_of_role_knows_the_one_before'), models.CheckConstraint(condition=models.Q(('after__in', ['partner', 'worker', 'coordinator', 'administrator']), ('deed__in', ['new', 'role', 'switched_on', 'address'])), name='account_change_says_known_things')],
            },
        ),
    ]
