import django.db.models.functions.text
import django.utils.timezone
import sociopoint.secrecy
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('sociopoint', '0001_initial'),
        ('sociopoint', '0002_version_counters'),
        ('sociopoint', '0003_address_of_each_account_verified'),
        ('sociopoint', '0004_tries_are_counted'),
        ('sociopoint', '0005_letters_and_heartbeat'),
        ('sociopoint', '0006_person_may_switch_shortcuts_off'),
        ('sociopoint', '0007_letters_with_calendar_and_unsubscribe'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('partner', 'partner'), ('worker', 'sociální pracovnice nebo pracovník'), ('coordinator', 'koordinátorka nebo koordinátor'), ('administrator', 'správkyně nebo správce')], default='partner', max_length=20, verbose_name='role')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='jméno nebo označení')),
                ('is_active', models.BooleanField(default=True, verbose_name='účet je zapnutý')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='ukázkový účet')),
                ('uses_shortcuts', models.BooleanField(default=True, help_text='Písmena a kombinace kláves v pultu; bez nich jde všechno také.', verbose_name='klávesové zkratky')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='založen')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'účet',
                'verbose_name_plural': 'účty',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_lower_case', violation_error_message='E-mail napište malými písmeny.'), models.CheckConstraint(condition=models.Q(('role__in', ['partner', 'worker', 'coordinator', 'administrator'])), name='user_has_a_known_role', violation_error_message='Vyberte jednu z nabízených rolí.')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='čeho')),
                ('number', models.BigIntegerField(default=0, verbose_name='číslo')),
            ],
            options={
                'verbose_name': 'verze',
                'verbose_name_plural': 'verze',
            },
        ),
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='klíč')),
                ('hits', models.PositiveIntegerField(verbose_name='pokusů')),
                ('ends', models.DateTimeField(db_index=True, verbose_name='do')),
            ],
            options={
                'verbose_name': 'omezení pokusů',
                'verbose_name_plural': 'omezení pokusů',
            },
        ),
        migrations.CreateModel(
            name='DailyKey',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='den')),
                ('secret', models.CharField(max_length=64, verbose_name='klíč')),
            ],
            options={
                'verbose_name': 'denní klíč',
                'verbose_name_plural': 'denní klíče',
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='klíč')),
                ('to', sociopoint.secrecy.EncryptedTextField(blank=True, max_length=254, verbose_name='komu')),
                ('subject', models.CharField(max_length=200, verbose_name='předmět')),
                ('text', sociopoint.secrecy.EncryptedTextField(blank=True, verbose_name='text')),
                ('html', sociopoint.secrecy.EncryptedTextField(blank=True, verbose_name='text s odkazy')),
                ('calendar', sociopoint.secrecy.EncryptedTextField(blank=True, default='', verbose_name='kalendář')),
                ('unsubscribe', sociopoint.secrecy.EncryptedTextField(blank=True, default='', verbose_name='adresa odhlášení')),
                ('state', models.CharField(choices=[('waiting', 'čeká'), ('sending', 'odesílá se'), ('sent', 'odesláno'), ('failed', 'neodesláno')], default='waiting', max_length=10, verbose_name='stav')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='pokusů')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='zapsáno')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='naposledy')),
            ],
            options={
                'verbose_name': 'odchozí e-mail',
                'verbose_name_plural': 'odchozí e-maily',
                'indexes': [models.Index(fields=['state', 'changed_at'], name='outgoing_mail_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('calendar', ''), ('html', ''), ('text', ''), ('to', ''), ('unsubscribe', '')), _connector='OR'), name='sent_mail_keeps_no_words', violation_error_message='Odeslaný e-mail si nesmí nechat adresu ani text.'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed'])), name='outgoing_mail_in_a_known_state')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='co')),
                ('at', models.DateTimeField(verbose_name='kdy')),
            ],
            options={
                'verbose_name': 'známka života',
                'verbose_name_plural': 'známky života',
            },
        ),
    ]
