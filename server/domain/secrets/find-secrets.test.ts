import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecrets, secretsIn, secretsInFile, withoutSecrets } from './find-secrets.ts'
import { fingerprintWith } from './fingerprint.ts'

const fingerprint = fingerprintWith(new Uint8Array(32))
const detectors = (name: string, value: string) => findSecrets(name, value).map(({ detector }) => detector)

/** Put together here, so that no scanner of repositories takes them for keys that leaked. */
const GITHUB = `ghp_${'aB3dE6gH9jK2'.repeat(3)}`
const AWS_ID = `AKIA${'J7QXVN2LRT5KWZ3M'}`
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`
const HEX = '9f8c1d2e3b4a59687f6e5d4c3b2a1908'

describe('findSecrets', () => {
  it.each<[string, string, string]>([
    ['a vendor’s key under any name', 'X', GITHUB],
    [
      'a key inside of other text',
      'COMMAND',
      `curl -H "Authorization: token ${GITHUB}" https://api.example.org`,
    ],
    ['a password', 'MYSQLPASS', 'hunter22'],
    [
      'a key as ssh-keygen writes it',
      'KEY',
      `-----BEGIN OPENSSH PRIVATE ${'KEY'}-----\n${'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW'}\nQyNTUxOQAAACB9k2\n-----END`,
    ],
    ['a password with the look of a reference', 'DB_PASSWORD', '$Loyalty@18'],
    ['a password of words and a number', 'SMS_PASSWORD', 'Winter-Harbour-82'],
    ['a password that is labelled', 'SMS_PASSWORD', 'acme-example-Winter-Harbour-82'],
    ['a key with a label before it', 'PARTNER_API_KEY', `acme-example-key-${'9f8e7d6c5b4a39281706'}`],
    [
      'a password of small letters in an address',
      'WAREHOUSE',
      'mysql://kpi:acme-winter-pass@db.internal/kpi',
    ],
    ['a password of digits', 'ADMIN_PWD', '84712093'],
    ['a key of its own in camel case', 'stripeWebhookSecret', 'k9Qx2mVt7Lp4Zr8w'],
    ['a key with the stage behind', 'API_KEY_STAGE', HEX],
    ['an environment’s key of Rails', 'SECRET_KEY_BASE', HEX.repeat(2)],
    ['a password in an address', 'UPSTREAM', 'https://reports:Tr0ub4dor3@reports.internal/v1'],
    ['a password among settings', 'SETTINGS', '{"smtp":{"user":"app","pass":"Tr0ub4dor3"}}'],
    ['a secret in JSON in JSON', 'SETTINGS', JSON.stringify({ inner: JSON.stringify({ apiKey: HEX }) })],
    ['a header', 'HEADERS', `{"Authorization":"Basic ${Buffer.from('app:Tr0ub4dor3').toString('base64')}"}`],
    ['a token of a registry', 'NPMRC', `//registry.npmjs.org/:_authToken=${HEX}`],
    ['an access key with its secret', 'AWS', `${AWS_ID}:kJ8s9Df0aLq2Wz7Xc5Vb3Nm1Qp6Rt4Yu8Io0Pl2k`],
  ])('finds %s (%s)', (_, name, value) => {
    expect(findSecrets(name, value).length).toBeGreaterThan(0)
  })

  it.each<[string, string]>([
    ['TOKEN_AUDIENCE', 'api://6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
    ['OAUTH_TOKEN_ENDPOINT_AUTH_METHOD', 'client_secret_post'],
    ['GRANT_TYPE', 'client_credentials'],
    ['KAFKA_SASL_MECHANISM', 'SCRAM-SHA-512'],
    ['TWILIO_ACCOUNT_SID', `AC${HEX}`],
    ['STRIPE_PRICE_ID', 'price_1NabcDEFghiJKLmnoPQRstuv'],
    ['APPINSIGHTS_INSTRUMENTATIONKEY', '6f9619ff-8b86-4011-b42d-00cf4fc964ff'],
    ['API_KEY_ID', 'a1b2c3d4e5'],
    ['PASS_THROUGH_HEADERS', 'x-request-id,x-trace'],
    ['PASS_RATE', '0.95'],
    ['BYPASS', 'maintenance-2024'],
    ['TOKENS_PER_MINUTE', '10000'],
    ['AUTH_LAMBDA', 'orders-authorizer-v2'],
    ['AUTH_CLIENT', 'web-frontend'],
    ['CERT_KEY', 'server.key'],
    ['APP_KEY', 'com.acme.orders'],
    ['TENANT_KEY', '6f9619ff-8b86-4011-b42d-00cf4fc964ff'],
    ['DB_PASSWORD', 'FromSecretsManager'],
    ['DB_PASSWORD', 'dbPassword'],
    ['CONFIG_B64', Buffer.from('{"timeout":30,"table":"orders"}').toString('base64')],
    ['AWS_CREDENTIAL_EXPIRATION', '2026-11-20T12:00:00Z'],
    ['KEY_SCHEMA', 'pk:S,sk:S'],
    ['ENCRYPTION_CONTEXT', '{"service":"orders","stage":"prod"}'],
    ['_HANDLER', 'src/auth/token.handler'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
    ['GITHUB_TOKEN', `ghp_${'x'.repeat(36)}`],
    ['DB_PASSWORD', 'my-example-password'],
    ['API_KEY', 'example-api-key-for-production'],
    ['WEBHOOK_SECRET', 'acme-example-not-a-real-secret-5e1d'],
    ['DB_PASSWORD', 'Orders-Database-Secret-12'],
    ['DATABASE_URL', 'postgres://prod_user:SECURE_PASSWORD@prod-server/app'],
    ['NEXTAUTH_SECRET', 'super-secure-production-secret-32-chars-minimum'],
    ['AWS_SECRET_ACCESS_KEY', '{value of IAM Access Key Secret}'],
    ['WOMPI_PRIVATE_KEY', 'prv_test_...'],
    ['NEXTAUTH_SECRET', 'openssl rand -base64 32'],
    ['DB_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-9f3c1a'],
    ['SECRETS', '["arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:Kx9-Tr4-Qz81-9f3c1a"]'],
    ['token', ''],
  ])('takes %s=%s for no secret', (name, value) => {
    expect(detectors(name, value)).toEqual([])
  })

  it('says which detector it was, and where', () => {
    expect(findSecrets('NOTE', `a ${STRIPE} b`)).toEqual([
      { detector: 'stripe-key', confidence: 'certain', start: 2, end: 2 + STRIPE.length },
    ])
    expect(detectors('AWS_SECRET_ACCESS_KEY', 'kJ8s9Df0aLq2Wz7Xc5Vb3Nm1Qp6Rt4Yu8Io0Pl2k')).toEqual([
      'aws-secret-key',
    ])
  })
})

describe('whatever a value is', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc.base64String({ minLength: 16, maxLength: 200 }),
    fc.webUrl(),
    fc.constantFrom(
      GITHUB,
      AWS_ID,
      STRIPE,
      `password=${HEX}`,
      `{"token":"${HEX}"}`,
      `postgres://a:${HEX}@h/d`,
    ),
  )
  const text = fc.array(value, { maxLength: 4 }).map((parts) => parts.join(' '))
  const name = fc.constantFrom('DB_PASSWORD', 'API_KEY', 'TOKEN', 'NOTE', '', '__proto__', 'constructor')

  it('nothing of it is in the result, not even where it is the whole of it', () => {
    fc.assert(
      fc.property(name, text, (where, one) => {
        for (const match of secretsIn([{ where: 'w', name: where, text: one }], fingerprint)) {
          const { detector, confidence, ...rest } = match
          expect(rest).toEqual({ where: 'w', fingerprint: expect.stringMatching(/^[0-9a-f]{24}$/) })
          expect(['certain', 'likely']).toContain(confidence)
          expect(detector).toMatch(/^[a-z0-9-]+$/)
        }
      }),
    )
  })

  it('each place lies inside of it, after the one before', () => {
    fc.assert(
      fc.property(name, text, (where, one) => {
        let reached = 0
        for (const { start, end } of findSecrets(where, one)) {
          expect(start).toBeGreaterThanOrEqual(reached)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(one.length)
          reached = end
        }
      }),
    )
  })

  it('without its secrets nothing of them is left, and no other is found', () => {
    fc.assert(
      fc.property(name, text, (where, one) => {
        const left = withoutSecrets(where, one)
        expect(findSecrets(where, left)).toEqual([])
        for (const { start, end } of findSecrets(where, one))
          if (end - start >= 16) expect(left).not.toContain(one.slice(start, end))
      }),
    )
  })

  it('files are searched as well', () => {
    fc.assert(
      fc.property(text, (one) =>
        secretsInFile('a.env', one, fingerprint).every(({ line }) => (line ?? 0) > 0),
      ),
    )
  })
})

describe('withoutSecrets', () => {
  it.each([
    ['db-password', 'Tr0ub4dor&3', '[password]'],
    ['NOTE', 'old: password=Tr0ub4dor&3 for orders', 'old: password=[assignment] for orders'],
    ['NOTE', `${GITHUB} and ${GITHUB}`, '[github-token] and [github-token]'],
    [
      'filter',
      `{"a":{"token":["${HEX}"]},"b":{"token":["${HEX}"]}}`,
      '{"a":{"token":["[entropy]"]},"b":{"token":["[entropy]"]}}',
    ],
    ['URL', 'postgres://app:Tr0ub4dor3@db/app', 'postgres://app:[url-password]@db/app'],
    ['description', 'Takes orders', 'Takes orders'],
  ])('makes of %s=%s %s', (where, value, expected) => {
    expect(withoutSecrets(where, value)).toBe(expected)
    expect(withoutSecrets(where, expected)).toBe(expected)
  })

  it('leaves none of hundreds', () => {
    const many = Array.from(
      { length: 300 },
      (_, i) => `ghp_${'aB3dE6gH9jK2'.repeat(3).slice(0, 33)}${100 + i}`,
    )
    expect(withoutSecrets('NOTE', many.join(' '))).not.toContain('ghp_')
  })
})

describe('a hostile value of a megabyte', () => {
  it.each([
    'a',
    'a1B2',
    '://',
    'https://a:',
    "password='",
    'token=',
    'eyJ',
    'eyJhbGciOiJIUzI1NiJ9.',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN A ',
    'sk-',
    'sk-ant-api03-',
    ':AA',
    '-us',
    '{"password":',
    '[[',
    'Basic ',
    '?sig=',
    '=',
    ' "key" : ',
    'https://hooks.slack.com/',
    '\u202e\u0000',
  ])('of %j again and again is read in time', (part) => {
    const value = part.repeat(Math.ceil(1_000_000 / part.length))
    findSecrets('API_TOKEN', value)
    secretsInFile('settings.env', value, fingerprint)
    withoutSecrets('API_TOKEN', value)
  })
})

describe('secretsInFile', () => {
  it('names the line, and reads settings that stand without quotes in files of settings alone', () => {
    const file = `# settings\nTABLE=orders\nDB_PASSWORD=Tr0ub4dor3\n\nkey = ${GITHUB}\n`
    expect(secretsInFile('app/.env', file, fingerprint)).toMatchObject([
      { where: 'app/.env', line: 3, detector: 'assignment' },
      { line: 5, detector: 'github-token' },
    ])
    expect(secretsInFile('app/main.py', file, fingerprint)).toMatchObject([{ line: 5 }])
  })

  it.each([
    'const password = process.env.DB_PASSWORD',
    "password = os.environ['DB_PASSWORD']",
    'self.token = token or get_token(session, "orders")',
    'if (password !== confirmation) throw new Error("password: must match")',
    'const TOKEN_PATTERN = "^[A-Za-z0-9_-]{20,}$"',
    'headers["x-api-key"] = apiKey',
    `password: "$\{DB_PASSWORD}"`,
    'export const passwordLabel = "Password", tokenPlaceholder = "Paste your token"',
    'integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"',
    '"resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz", "integrity": "sha512-Ol7A4K+3Zt9JzG5m6Q=="',
  ])('finds nothing in %s', (line) => {
    expect(secretsInFile('src/index.js', line, fingerprint)).toEqual([])
  })

  it.each([
    "const password = 'Tr0ub4dor3!'",
    '  "apiKey": "9f8c1d2e3b4a59687f6e5d4c3b2a1908",',
    'AUTH_TOKEN := "k9Qx2mVt7Lp4Zr8wB3nD"',
    "$db_pass => 'Tr0ub4dor3!',",
  ])('finds the secret in %s', (line) => {
    expect(secretsInFile('src/index.js', line, fingerprint)).toHaveLength(1)
  })
})
