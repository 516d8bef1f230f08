/** PostgreSQL settings by name, as they would stand in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

/**
 * How the embedded server runs. What is not named here keeps PostgreSQL's default; above all fsync,
 * full_page_writes and synchronous_commit stay on, because an acknowledged change must survive kill -9.
 */
const DEFAULTS: Settings = {
  max_connections: '100',
  // Enough to keep the boards of a busy shop in memory; pages are taken only when used.
  shared_buffers: '256MB',
  // Bounds recovery after a crash to a few seconds, at the price of checkpoints under heavy load.
  max_wal_size: '512MB',
  random_page_cost: '1.1',
  // Statements here take milliseconds: compiling them costs more than it gives.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** What the program relies on, so nobody may change it. */
function fixed(port: number, tag: string): Settings {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    // How a server left behind is recognised.
    cluster_name: tag,
    // The reader of the log knows English and this prefix only.
    lc_messages: 'C',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] %e ',
    // Details and statements quote customers' data.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
}

/** The `-c` arguments for a server on `port` that is known by `tag`. */
export function serverArguments(port: number, tag: string, settings: Settings): string[] {
  return Object.entries({ ...DEFAULTS, ...settings, ...fixed(port, tag) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
