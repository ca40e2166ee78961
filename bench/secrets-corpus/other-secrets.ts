import type { Random } from './random.ts'

type Shape = readonly [kind: string, names: readonly string[], value: (random: Random) => string]

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function jwt(r: Random): string {
  const header = base64url({ alg: r.pick(['HS256', 'RS256']), typ: 'JWT' })
  const claims = base64url({
    sub: r.uuid(),
    iss: `https://${r.word()}.example.org`,
    iat: 1_790_000_000 + r.below(1e6),
  })
  return `${header}.${claims}.${r.text('base64url', 43)}`
}

function pem(r: Random, label: string, newline = '\n'): string {
  const lines = Array.from({ length: 12 }, () => r.base64(48))
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join(newline)
}

function serviceAccount(r: Random): string {
  return JSON.stringify({
    type: 'service_account',
    project_id: r.name(),
    private_key_id: r.text('hex', 40),
    private_key: `${pem(r, 'PRIVATE KEY')}\n`,
    client_email: `${r.word()}@${r.name()}.iam.gserviceaccount.com`,
  })
}

/** As people choose them under a policy of the usual kind. */
const chosen = (r: Random) => {
  const word = r.word()
  const capital = word[0]?.toUpperCase() + word.slice(1)
  return r.pick([
    `${capital}${2018 + r.below(9)}!`,
    `${capital}${r.text('digits', 3)}$`,
    `${r.text('symbols', 1)}${capital}@${r.text('digits', 2)}`,
    `${word.replace('e', '3').replace('o', '0')}${r.text('digits', 4)}`,
  ])
}
const generated = (r: Random) => r.text('alnum', 12 + r.below(12)) + r.text('symbols', r.below(3))
const host = (r: Random) => `${r.name()}.${r.text('lowerAlnum', 12)}.eu-west-1.rds.amazonaws.com`

/** Secrets that belong to no vendor: passwords, keys of one's own, and what they are wrapped in. */
export const OTHER_SECRETS: readonly Shape[] = [
  [
    'chosen password',
    ['DB_PASSWORD', 'dbPassword', 'SMTP_PASS', 'ADMIN_PWD', 'REDIS_PASSWORD', 'db.password'],
    chosen,
  ],
  [
    'generated password',
    ['DB_PASSWORD', 'MYSQL_PWD', 'postgresPassword', 'LDAP_BIND_PASSWORD', 'KEYSTORE_PASSPHRASE'],
    generated,
  ],
  ['plain word as password', ['DB_PASSWORD', 'ADMIN_PASSWORD'], (r) => `${r.word()}${r.word()}`],
  [
    'secret of one’s own',
    ['JWT_SECRET', 'SESSION_SECRET', 'COOKIE_SECRET', 'WEBHOOK_SECRET', 'jwtSecret', 'SECRET_KEY'],
    (r) => r.pick([r.text('hex', 64), r.base64(32), r.text('alnum', 32), r.text('base64url', 43)]),
  ],
  [
    'short secret of one’s own',
    ['JWT_SECRET', 'SIGNING_SECRET', 'CLIENT_SECRET'],
    (r) => r.text('alnum', 16),
  ],
  [
    'encryption key',
    ['ENCRYPTION_KEY', 'AES_KEY', 'DATA_ENCRYPTION_KEY', 'HMAC_KEY'],
    (r) => r.pick([r.text('hex', 64), r.base64(32)]),
  ],
  [
    'api key of a partner',
    ['PARTNER_API_KEY', 'apiKey', 'API_KEY', 'X_API_KEY', 'internal-api-key'],
    (r) => r.pick([r.text('alnum', 40), r.text('hex', 32), r.uuid(), r.text('lowerAlnum', 32)]),
  ],
  [
    'token of a partner',
    ['ACCESS_TOKEN', 'BEARER_TOKEN', 'REFRESH_TOKEN', 'serviceToken'],
    (r) => r.pick([r.text('base64url', 60), r.text('hex', 40), `Bearer ${r.text('alnum', 40)}`]),
  ],
  ['jwt', ['SERVICE_JWT', 'TOKEN', 'AUTH'], jwt],
  [
    'database url',
    ['DATABASE_URL', 'DB', 'POSTGRES_URI'],
    (r) =>
      `${r.pick(['postgres', 'postgresql', 'mysql'])}://app:${encodeURIComponent(generated(r))}@${host(r)}:5432/${r.word()}`,
  ],
  [
    'mongodb url',
    ['MONGO_URL', 'MONGODB_URI'],
    (r) =>
      `mongodb+srv://app:${generated(r).replace(/[^A-Za-z0-9]/g, '')}@cluster0.${r.text('lowerAlnum', 5)}.mongodb.net/${r.word()}?retryWrites=true`,
  ],
  [
    'redis url',
    ['REDIS_URL', 'CACHE'],
    (r) => `rediss://:${r.text('alnum', 24)}@${r.word()}.cache.example.net:6379/0`,
  ],
  [
    'amqp url',
    ['RABBITMQ_URL', 'BROKER'],
    (r) => `amqps://worker:${r.text('alnum', 20)}@b-1.mq.eu-west-1.amazonaws.com:5671`,
  ],
  [
    'basic-auth url',
    ['CALLBACK_URL', 'UPSTREAM', 'PROXY'],
    (r) => `https://${r.word()}:${generated(r).replace(/[@/#?%]/g, 'x')}@api.${r.word()}.com/v1`,
  ],
  [
    'jdbc url',
    ['JDBC_URL', 'SPRING_DATASOURCE_URL'],
    (r) => `jdbc:postgresql://${host(r)}/app?user=app&password=${r.text('alnum', 18)}`,
  ],
  [
    'ado connection string',
    ['CONNECTION_STRING', 'SQL'],
    (r) =>
      `Server=tcp:${r.word()}.database.windows.net,1433;Database=app;User ID=app;Password=${r.text('alnum', 16)}!9;Encrypt=true`,
  ],
  [
    'libpq string',
    ['DSN', 'PG'],
    (r) => `host=${host(r)} user=app password=${r.text('alnum', 18)} dbname=app`,
  ],
  [
    'jaas config',
    ['KAFKA_JAAS', 'SASL_CONFIG'],
    (r) =>
      `org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${generated(r)}";`,
  ],
  [
    'basic header',
    ['AUTHORIZATION', 'HEADER'],
    (r) => `Basic ${Buffer.from(`${r.word()}:${generated(r)}`).toString('base64')}`,
  ],
  ['user and password', ['BASIC_AUTH', 'HTTP_CREDENTIALS'], (r) => `${r.word()}:${generated(r)}`],
  [
    'json with a password',
    ['CONFIG', 'SETTINGS', 'APP'],
    (r) =>
      JSON.stringify({ host: host(r), port: 5432, db: { user: 'app', password: generated(r) }, pool: 10 }),
  ],
  [
    'json with a key',
    ['CONFIG', 'CLIENTS'],
    (r) =>
      JSON.stringify([
        { name: r.word(), apiKey: r.text('alnum', 32) },
        { name: r.word(), timeout: 30 },
      ]),
  ],
  [
    'rsa key',
    ['PRIVATE_KEY', 'TLS', 'SSH_KEY'],
    (r) =>
      pem(
        r,
        r.pick([
          'RSA PRIVATE KEY',
          'EC PRIVATE KEY',
          'OPENSSH PRIVATE KEY',
          'PRIVATE KEY',
          'ENCRYPTED PRIVATE KEY',
        ]),
      ),
  ],
  ['key with written newlines', ['PRIVATE_KEY', 'APP_KEY'], (r) => pem(r, 'PRIVATE KEY', '\\n')],
  [
    'key in base64',
    ['PRIVATE_KEY_B64', 'KEY_DATA'],
    (r) => Buffer.from(pem(r, 'RSA PRIVATE KEY')).toString('base64'),
  ],
  ['pgp key', ['PGP', 'SIGNING'], (r) => pem(r, 'PGP PRIVATE KEY BLOCK')],
  ['service account', ['GOOGLE_CREDENTIALS', 'SA'], serviceAccount],
  [
    'service account in base64',
    ['GOOGLE_CREDENTIALS_B64', 'SA'],
    (r) => Buffer.from(serviceAccount(r)).toString('base64'),
  ],
  [
    'aws pair in json',
    ['UPLOADER', 'CREDS'],
    (r) =>
      JSON.stringify({ accessKeyId: `AKIA${r.text('base32', 16)}`, secretAccessKey: r.text('base64', 40) }),
  ],
  [
    'list of keys',
    ['API_KEYS', 'VALID_TOKENS'],
    (r) => [r.text('alnum', 32), r.text('alnum', 32), r.text('alnum', 32)].join(','),
  ],
  [
    'password in a note',
    ['description', 'NOTE'],
    (r) => `Sends reports of ${r.word()} to the old system, password=${generated(r)} until it is gone`,
  ],
  [
    'docker auth',
    ['DOCKER_CONFIG_JSON', 'PULL'],
    (r) => JSON.stringify({ auths: { 'registry.example.com': { username: 'ci', password: generated(r) } } }),
  ],
]
