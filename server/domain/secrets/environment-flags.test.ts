import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { environmentFlags } from './environment-flags.ts'

const flagsOf = (name: string, value: string) => environmentFlags([[name, value]]).map(({ flag }) => flag)

describe('environmentFlags', () => {
  it.each<[string, string, string[]]>([
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0', ['tls-verification-off']],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '1', []],
    ['PYTHONHTTPSVERIFY', '0', ['tls-verification-off']],
    ['GIT_SSL_NO_VERIFY', 'true', ['tls-verification-off']],
    ['GIT_SSL_NO_VERIFY', 'false', []],
    ['ES_VERIFY_CERTS', 'False', ['tls-verification-off']],
    ['REQUESTS_SSL_VERIFY', 'off', ['tls-verification-off']],
    ['VAULT_SKIP_VERIFY', '1', ['tls-verification-off']],
    ['KAFKA_INSECURE_SKIP_VERIFY', 'true', ['tls-verification-off']],
    ['PGSSLMODE', 'disable', ['tls-verification-off']],
    ['PGSSLMODE', 'verify-full', []],
    ['DATABASE_URL', 'postgres://db.internal/app?sslmode=disable', ['tls-verification-off']],
    ['SQL', 'Server=db;TrustServerCertificate=True;Encrypt=True', ['tls-verification-off']],
    ['VERIFY_EMAIL', 'false', []],
    ['SKIP_VERIFICATION_EMAIL', 'true', []],
    ['DEBUG', 'express:*', ['debug-on']],
    ['DEBUG', 'false', []],
    ['APP_DEBUG', 'true', ['debug-on']],
    ['FLASK_ENV', 'development', ['debug-on']],
    ['ASPNETCORE_ENVIRONMENT', 'Production', []],
    ['DEBUG_BUCKET', 'debug-files', []],
    ['LOG_LEVEL', 'DEBUG', []],
    ['DB_HOST', 'orders.abc123def456.eu-west-1.rds.amazonaws.com', ['database-endpoint']],
    ['DB_HOST', 'orders.cluster-abc123def456.eu-west-1.rds.amazonaws.com', ['database-endpoint']],
    ['DB_HOST', 'orders.proxy-abc123def456.eu-west-1.rds.amazonaws.com', []],
    ['DB_HOST', 'orders-ro.endpoint.proxy-abc123def456.eu-west-1.rds.amazonaws.com', []],
    [
      'WAREHOUSE',
      'jdbc:redshift://w.abc123.eu-west-1.redshift.amazonaws.com:5439/app',
      ['database-endpoint'],
    ],
    ['CACHE', 'orders.abc123.ng.0001.euw1.cache.amazonaws.com', ['database-endpoint']],
    ['MONGO', 'mongodb+srv://cluster0.abc12.mongodb.net/app', ['database-endpoint']],
    ['RDS_API', 'rds-data.eu-west-1.amazonaws.com', []],
  ])('%s=%s means %j', (name, value, flags) => {
    expect(flagsOf(name, value)).toEqual(flags)
  })

  it('hands on names and flags alone, whatever the values are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (variables) => {
        for (const one of environmentFlags(Object.entries(variables)))
          expect(Object.keys(one).sort()).toEqual(['flag', 'name'])
      }),
    )
  })

  it('reads a hostile megabyte in time', () => {
    for (const part of ['a.', 'a-', '_VERIFY', 'proxy-', 'mongodb'])
      environmentFlags([[part.repeat(200_000), part.repeat(200_000)]])
  })
})
