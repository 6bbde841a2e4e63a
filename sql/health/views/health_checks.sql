create or replace view steward.health_checks as
select
  r.check_id,
  r.title,
  r.category,
  r.scope,
  r.mode,
  r.severity,
  r.unit,
  r.direction,
  r.warning,
  r.critical,
  r.confidence,
  r.requires_role,
  r.requires_extension,
  r.runs_on,
  r.is_enabled,
  r.description,
  r.remedy,
  r.fix_lock,
  r.fix_risk,
  r.doc_url
from steward_internal.health_check_registry() as r;

comment on view steward.health_checks is $doc$
Lists the health checks: what each looks for, needs and advises, and its thresholds.

Thresholds are those in force; change them with `configure_health_check()`. A check with `severity`
reports each row with it, one with `warning` and `critical` compares its value, measured in `unit`.

@area health
@access steward_reader select
@example select check_id, title, warning, critical, unit from health_checks order by category, 1;
$doc$;
