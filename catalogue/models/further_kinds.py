"""What the database holds of a service's further kinds of help: its main kind is never one of them."""

from __future__ import annotations

import pgtrigger

NEVER_MAIN = "further_kind_is_not_the_main"
_LINKS = "catalogue_service_further_kinds"


def further_kind_is_not_main() -> pgtrigger.Trigger:
    """For the table of links. The service's row is held meanwhile, so that nobody makes the kind its main one beside it."""
    return pgtrigger.Trigger(
        name=NEVER_MAIN,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        declare=[("main", "bigint")],
        func=pgtrigger.Func(
            f"""
            SELECT kind_id INTO main FROM catalogue_service WHERE id = NEW.service_id FOR SHARE;
            IF main = NEW.servicekind_id THEN
                RAISE EXCEPTION 'the main kind of a service is not a further one'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{NEVER_MAIN}';
            END IF;
            RETURN NEW;
            """  # noqa: S608  our own table and name
        ),
    )


def further_kind_becomes_main() -> pgtrigger.Trigger:
    """For the table of services: whoever changes the main kind, an import too, need not know of the further ones."""
    return pgtrigger.Trigger(
        name="further_kind_becomes_main",
        operation=pgtrigger.UpdateOf("kind_id"),
        when=pgtrigger.After,
        condition=pgtrigger.Condition("OLD.kind_id IS DISTINCT FROM NEW.kind_id"),
        func=pgtrigger.Func(
            f"""
            IF EXISTS (SELECT FROM {_LINKS} WHERE service_id = NEW.id AND servicekind_id = NEW.kind_id) THEN
                DELETE FROM {_LINKS} WHERE service_id = NEW.id AND servicekind_id = NEW.kind_id;
            END IF;
            RETURN NULL;
            """  # noqa: S608  our own table
        ),
    )
