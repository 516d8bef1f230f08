/**
 * SQL for which database this is, as a UUID, from `database_identity`. What is stored there travels with every copy, so the
 * cluster's and the database's own numbers are part of it: a dump that was restored, or a copy put in the place of the original, is another
 * database; a standby that took over is the same one.
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-CONTROL-SYSTEM
 */
export const IDENTITY = `md5(concat_ws(
  ' ', id, (select system_identifier from pg_control_system()), (select oid from pg_database where datname = current_database())
))::uuid`;
