import type { EnvironmentFlag } from '#server/domain/records/function-record.ts'

const OFF = /^(?:0|false|no|off|none|disabled?)$/i
const ON = /^(?:1|true|yes|on|enabled?)$/i

/** Variables that switch the check of certificates off by being off. Source: the libraries' documentation. */
const VERIFY =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|PERL_LWP_SSL_VERIFY_HOSTNAME|NPM_CONFIG_STRICT_SSL|(?:\w{1,60}_)?(?:SSL|TLS|HTTPS|CERT|CERTS|CERTIFICATE)_(?:VERIFY|VERIFICATION|CHECK)|(?:\w{1,60}_)?(?:VERIFY|VALIDATE|CHECK)_(?:SSL|TLS|HTTPS|CERT|CERTS|CERTIFICATE|CERTIFICATES)|(?:\w{1,60}_)?REJECT_UNAUTHORIZED)$/i
/** Variables that switch it off by being on. */
const SKIP =
  /^(?:GIT_SSL_NO_VERIFY|(?:\w{1,60}_)?SKIP_(?:TLS|SSL|CERT|CERTS|CERTIFICATE)(?:_VERIFY|_VERIFICATION|_CHECK|_VALIDATION)?|(?:\w{1,60}_)?SKIP_VERIFY|(?:\w{1,60}_)?INSECURE_SKIP_VERIFY|(?:\w{1,60}_)?(?:TLS|SSL|HTTPS)_(?:INSECURE|SKIP_VERIFY|NO_VERIFY)|(?:\w{1,60}_)?INSECURE_(?:TLS|SSL|HTTPS)|(?:\w{1,60}_)?(?:ALLOW|TRUST)_(?:SELF_SIGNED|INVALID|ALL)_(?:CERT|CERTS|CERTIFICATES))$/i
const CONNECTION =
  /[?&;\s](?:sslmode=disable|tlsInsecure=true|tlsAllowInvalidCertificates=true|sslvalidate=false|verifyServerCertificate=false|trustServerCertificate=(?:true|yes)|useSSL=false|encrypt=false)(?:[&;\s]|$)/i

const DEBUG =
  /^(?:DEBUG|(?:\w{1,60}_)?DEBUG(?:_MODE|_ENABLED)?|PHP_DISPLAY_ERRORS|DISPLAY_ERRORS|POWERTOOLS_DEV|POWERTOOLS_LOGGER_LOG_EVENT)$/i
const DEVELOPMENT =
  /^(?:FLASK_ENV|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT|RAILS_ENV|RACK_ENV|APP_ENV|DJANGO_ENV)$/i

/** Hosts of databases that count connections. Proxies hold those for their callers. */
const DATABASE_HOST =
  /\b(?!proxy-)[a-z0-9][a-z0-9-]{0,62}\.(?!proxy-)[a-z0-9-]{1,62}\.[a-z0-9-]{3,20}\.(?:rds|redshift|redshift-serverless|docdb|neptune)\.amazonaws\.com|\.[a-z0-9-]{3,20}\.(?:cache|memorydb)\.amazonaws\.com|\.(?:cache|memorydb)\.[a-z0-9-]{3,20}\.amazonaws\.com|\bmongodb(?:\+srv)?:\/\/|\.mongodb\.net\b/i

function flagOf(name: string, value: string): EnvironmentFlag | undefined {
  if (VERIFY.test(name) && OFF.test(value)) return 'tls-verification-off'
  if (SKIP.test(name) && ON.test(value)) return 'tls-verification-off'
  if (/^PGSSLMODE$/i.test(name) && value === 'disable') return 'tls-verification-off'
  if (CONNECTION.test(value)) return 'tls-verification-off'
  if (/^(?:NODE_)?DEBUG$/.test(name) && value !== '' && !OFF.test(value)) return 'debug-on'
  if (DEBUG.test(name) && ON.test(value)) return 'debug-on'
  return DEVELOPMENT.test(name) && /^dev(?:elopment)?$/i.test(value) ? 'debug-on' : undefined
}

/** What variables switch, by their names: nothing of a value is in the answer. */
export function environmentFlags(
  variables: readonly (readonly [name: string, value: string])[],
): { name: string; flag: EnvironmentFlag }[] {
  return variables.flatMap(([name, text]) => {
    const value = text.trim().slice(0, 4096)
    const flags = new Set([flagOf(name, value)])
    if (DATABASE_HOST.test(value)) flags.add('database-endpoint')
    return [...flags].flatMap((flag) => (flag === undefined ? [] : [{ name, flag }]))
  })
}
