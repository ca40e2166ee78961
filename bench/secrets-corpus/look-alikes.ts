import type { Random } from './random.ts'

type Shape = readonly [kind: string, names: readonly string[], value: (random: Random) => string]

const account = (r: Random) => r.text('digits', 12)
const region = (r: Random) => r.pick(['eu-west-1', 'us-east-1', 'ap-southeast-2', 'eu-central-1'])
const lambdaArn = (r: Random) => `arn:aws:lambda:${region(r)}:${account(r)}:function:${r.name()}`
const secretArn = (r: Random) =>
  `arn:aws:secretsmanager:${region(r)}:${account(r)}:secret:${r.stage()}/${r.name()}-${r.text('alnum', 6)}`
/** Names that speak of a secret. */
const SPEAKING = [
  'DB_PASSWORD',
  'API_KEY',
  'JWT_SECRET',
  'AUTH_TOKEN',
  'CLIENT_SECRET',
  'STRIPE_SECRET_KEY',
  'SIGNING_KEY',
  'ACCESS_TOKEN',
  'password',
  'apiToken',
]

/** What stands in environments and is no secret, although its name, its form or its entropy is like one's. */
export const LOOK_ALIKES: readonly Shape[] = [
  ['arn', ['TARGET_ARN', 'QUEUE', 'TOPIC_ARN'], lambdaArn],
  ['arn of a secret', ['SECRET_ARN', 'DB_SECRET', 'API_KEY_SECRET_ARN', 'PASSWORD'], secretArn],
  [
    'name of a secret',
    ['DB_SECRET', 'SECRET_NAME', 'DB_SECRET_NAME', 'CREDENTIALS', 'API_KEY_SECRET'],
    (r) =>
      r.pick([
        `${r.stage()}/${r.name()}/db`,
        `${r.name()}-credentials`,
        `${r.stage()}-${r.name()}-secret`,
        `${r.name()}/api-key`,
      ]),
  ],
  [
    'name of a secret as password',
    ['DB_PASSWORD', 'SMTP_PASSWORD', 'password'],
    (r) =>
      r.pick([`${r.stage()}/${r.name()}/db-password`, `${r.name()}-db-password`, `${r.name()}_password`]),
  ],
  [
    'parameter path',
    ['DB_PASSWORD_PARAM', 'PARAM', 'API_TOKEN', 'DB_PASSWORD', 'SSM_PATH'],
    (r) => `/${r.stage()}/${r.name()}/${r.pick(['db-password', 'api-key', 'token', 'url'])}`,
  ],
  [
    'kms ciphertext',
    ['DD_KMS_API_KEY', 'ENCRYPTED_PASSWORD', 'API_KEY', 'DB_PASSWORD'],
    (r) => `${r.pick(['AQICAH', 'AQECAH'])}${r.base64(150)}`,
  ],
  [
    'dynamic reference',
    SPEAKING,
    (r) =>
      r.pick([
        `{{resolve:secretsmanager:${r.stage()}/${r.word()}:SecretString:password}}`,
        `{{resolve:ssm-secure:/${r.stage()}/${r.word()}:1}}`,
        `$\{ssm:/${r.stage()}/db/password}`,
        `$\{self:custom.${r.word()}}`,
        `\${DB_${r.word().toUpperCase()}}`,
        '$(SECRET)',
        `%${r.word().toUpperCase()}_KEY%`,
        `op://vault/${r.word()}/password`,
        `vault:secret/data/${r.word()}#password`,
      ]),
  ],
  [
    'placeholder',
    SPEAKING,
    (r) =>
      r.pick([
        'changeme',
        'CHANGE_ME',
        'change-me-please',
        'xxxxxxxxxxxxxxxx',
        '****************',
        'your-api-key-here',
        'YOUR_TOKEN',
        '<your-token>',
        '<password>',
        'REPLACE_ME',
        'todo',
        'TBD',
        'none',
        'null',
        'undefined',
        'n/a',
        'dummy',
        'placeholder',
        'example',
        'test',
        'secret',
        'password',
        'not-set',
        'insert-key-here',
        'REDACTED',
        'fake-token',
        'sample-key',
        '1234567890',
        'aaaaaaaaaaaaaaaa',
        'none-yet',
      ]),
  ],
  [
    'documentation key',
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'KEY'],
    (r) =>
      r.pick([
        'AKIAIOSFODNN7EXAMPLE',
        'AKIAI44QH8DHBEXAMPLE',
        'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
        'ASIAIOSFODNN7EXAMPLE',
        'sk_test_xxxxxxxxxxxxxxxxxxxxxxxx',
        'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'xoxb-your-token-here',
      ]),
  ],
  [
    'uuid',
    ['TENANT_ID', 'APP_ID', 'CORRELATION_ID', 'CLIENT_ID', 'REQUEST_ID', 'KEY_ID', 'KMS_KEY_ID', 'tenantId'],
    (r) => r.uuid(),
  ],
  [
    'commit',
    ['COMMIT_SHA', 'GIT_COMMIT', 'REVISION', 'BUILD', 'VERSION', 'SOURCE_VERSION'],
    (r) => r.text('hex', r.pick([7, 12, 40])),
  ],
  [
    'digest',
    ['CODE_SHA256', 'IMAGE_DIGEST', 'CHECKSUM', 'ETAG', 'LAYER_HASH', 'contentHash'],
    (r) => r.pick([r.base64(32), r.text('hex', 64), `sha256:${r.text('hex', 64)}`, r.text('hex', 32)]),
  ],
  ['password hash', ['PASSWORD_HASH', 'ADMIN_PASSWORD_HASH'], (r) => `$2b$12$${r.text('alnum', 53)}`],
  [
    'url',
    ['API_URL', 'TOKEN_URL', 'AUTH_URL', 'PASSWORD_RESET_URL', 'JWKS_URI', 'ENDPOINT', 'SECRETS_ENDPOINT'],
    (r) =>
      `https://${r.pick(['api', 'auth', 'login'])}.${r.word()}.com/${r.pick(['v1', 'oauth2/token', '.well-known/jwks.json', 'reset?next=/home'])}`,
  ],
  [
    'url under a speaking name',
    ['AUTH', 'TOKEN_ISSUER', 'AUTHORIZATION', 'token'],
    (r) => `https://cognito-idp.${region(r)}.amazonaws.com/${region(r)}_${r.text('alnum', 9)}`,
  ],
  [
    'api endpoint',
    ['ENDPOINT', 'API', 'WS_URL'],
    (r) => `https://${r.text('lowerAlnum', 10)}.execute-api.${region(r)}.amazonaws.com/${r.stage()}`,
  ],
  [
    'queue url',
    ['QUEUE_URL', 'DLQ'],
    (r) => `https://sqs.${region(r)}.amazonaws.com/${account(r)}/${r.name()}`,
  ],
  [
    'database host',
    ['DB_HOST', 'PROXY_ENDPOINT', 'REDIS_HOST'],
    (r) =>
      `${r.name()}.${r.pick(['', 'cluster-', 'proxy-'])}${r.text('lowerAlnum', 12)}.${region(r)}.rds.amazonaws.com`,
  ],
  [
    'url without password',
    ['DATABASE_URL', 'REDIS_URL', 'MONGO_URL', 'BROKER'],
    (r) =>
      r.pick([
        `postgres://${r.word()}.internal:5432/app`,
        `redis://${r.word()}.internal:6379`,
        `postgresql://app@${r.word()}.internal/app?sslmode=require`,
        `mongodb://${r.word()}:27017/app`,
        'postgres://user:password@localhost/app',
        `postgres://app:$\{DB_PASSWORD}@${r.word()}.internal/app`,
        'amqp://<user>:<password>@host/',
      ]),
  ],
  [
    'sentry dsn',
    ['SENTRY_DSN', 'DSN'],
    (r) => `https://${r.text('hex', 32)}@o${r.text('digits', 6)}.ingest.sentry.io/${r.text('digits', 7)}`,
  ],
  [
    'file path',
    ['KEY_PATH', 'CERT_FILE', 'GOOGLE_APPLICATION_CREDENTIALS', 'SECRET_FILE', 'PASSWORD_FILE', 'TOKEN'],
    (r) =>
      r.pick([
        `/opt/${r.word()}/key.pem`,
        `/etc/ssl/certs/${r.name()}.crt`,
        `./config/${r.word()}.json`,
        `/mnt/secrets/${r.word()}`,
        `/var/task/keys/${r.name()}.jwk`,
      ]),
  ],
  [
    's3 uri',
    ['SOURCE', 'KEY', 'OBJECT_KEY', 'MODEL'],
    (r) => `s3://${r.name()}-${account(r)}/${r.word()}/${r.uuid()}.json`,
  ],
  [
    'object key',
    ['S3_KEY', 'OBJECT_KEY', 'KEY', 'TEMPLATE_KEY'],
    (r) => `${r.word()}/${2020 + r.below(7)}/${r.name()}.json`,
  ],
  [
    'bucket or table',
    ['BUCKET', 'TABLE', 'TOKEN_TABLE', 'SECRETS_BUCKET', 'SESSION_TABLE', 'CACHE'],
    (r) => `${r.name()}-${r.stage()}-${account(r)}`,
  ],
  [
    'settings json',
    ['CONFIG', 'SETTINGS', 'FEATURES'],
    (r) =>
      JSON.stringify({
        timeout: 30,
        retries: 3,
        table: r.name(),
        features: { search: true },
        endpoint: `https://${r.word()}.com`,
        passwordPolicy: { minLength: 12 },
        tokenTtl: 3600,
      }),
  ],
  [
    'settings json with references',
    ['CONFIG', 'APP'],
    (r) =>
      JSON.stringify({
        db: {
          host: 'db.internal',
          passwordSecret: secretArn(r),
          password: `$\{DB_${r.word().toUpperCase()}}`,
        },
        apiKeyName: `${r.word()}-key`,
      }),
  ],
  [
    'picture',
    ['LOGO', 'ICON', 'SIGNATURE'],
    (r) =>
      r.pick([
        `data:image/png;base64,iVBORw0KGgo${r.base64(200)}`,
        `iVBORw0KGgoAAAANSUhEUg${r.base64(200)}`,
        `/9j/4AAQSkZJRg${r.base64(150)}`,
        `R0lGODlhAQABA${r.base64(60)}`,
      ]),
  ],
  [
    'certificate',
    ['CA_CERT', 'CERTIFICATE', 'SIGNING_CERT'],
    (r) =>
      `-----BEGIN CERTIFICATE-----\n${Array.from({ length: 10 }, () => r.base64(48)).join('\n')}\n-----END CERTIFICATE-----`,
  ],
  [
    'public key',
    ['PUBLIC_KEY', 'JWT_PUBLIC_KEY', 'SSH_PUBLIC_KEY'],
    (r) =>
      r.pick([
        `-----BEGIN PUBLIC KEY-----\n${r.base64(48)}\n${r.base64(48)}\n-----END PUBLIC KEY-----`,
        `ssh-rsa AAAAB3NzaC1yc2E${r.base64(200)} ops@${r.word()}`,
        `MIIBIjANBgkq${r.base64(200)}`,
        r.text('hex', 64),
      ]),
  ],
  [
    'publishable key',
    ['STRIPE_PUBLISHABLE_KEY', 'NEXT_PUBLIC_STRIPE', 'PUBLIC_API_KEY'],
    (r) => `pk_live_${r.text('alnum', 24)}`,
  ],
  [
    'anonymous jwt',
    ['SUPABASE_ANON_KEY', 'NEXT_PUBLIC_SUPABASE'],
    (r) =>
      `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: 'supabase', ref: r.word(), role: 'anon' })).toString('base64url')}.${r.text('base64url', 43)}`,
  ],
  ['site key', ['RECAPTCHA_SITE_KEY', 'TURNSTILE_SITE_KEY'], (r) => `6L${r.text('base64url', 38)}`],
  [
    'client id',
    ['COGNITO_CLIENT_ID', 'OAUTH_CLIENT_ID', 'GOOGLE_CLIENT_ID', 'APP_CLIENT_ID', 'clientId'],
    (r) =>
      r.pick([
        r.text('lowerAlnum', 26),
        `${r.text('digits', 12)}-${r.text('lowerAlnum', 32)}.apps.googleusercontent.com`,
        r.text('alnum', 32),
      ]),
  ],
  [
    'pool id',
    ['USER_POOL_ID', 'IDENTITY_POOL', 'POOL'],
    (r) => r.pick([`${region(r)}_${r.text('alnum', 9)}`, `${region(r)}:${r.uuid()}`]),
  ],
  [
    'resource id',
    ['VPC_ID', 'SUBNET', 'DISTRIBUTION_ID', 'HOSTED_ZONE', 'AMI'],
    (r) =>
      r.pick([
        `vpc-0${r.text('hex', 16)}`,
        `subnet-${r.text('hex', 17)}`,
        `E${r.text('upperAlnum', 13)}`,
        `Z${r.text('upperAlnum', 20)}`,
        `ami-${r.text('hex', 17)}`,
      ]),
  ],
  [
    'key id',
    ['KMS_KEY_ID', 'SIGNING_KEY_ID', 'KEY_ALIAS', 'KMS_KEY', 'ENCRYPTION_KEY_ARN', 'ENCRYPTION_KEY'],
    (r) => r.pick([`alias/${r.name()}`, `arn:aws:kms:${region(r)}:${account(r)}:key/${r.uuid()}`]),
  ],
  [
    'about a secret',
    [
      'PASSWORD_MIN_LENGTH',
      'TOKEN_TTL',
      'TOKEN_EXPIRY_SECONDS',
      'SECRET_ROTATION_DAYS',
      'KEY_SIZE',
      'MAX_TOKENS',
      'PASSWORD_MAX_AGE',
    ],
    (r) => String(1 + r.below(90_000)),
  ],
  [
    'switch about a secret',
    [
      'REQUIRE_PASSWORD',
      'USE_API_KEY',
      'AUTH_ENABLED',
      'TOKEN_VALIDATION',
      'PARAMETERS_SECRETS_EXTENSION_CACHE_ENABLED',
      'SECRETS_ENABLED',
    ],
    (r) => r.pick(['true', 'false', '1', '0', 'enabled', 'optional', 'required']),
  ],
  [
    'header or scheme',
    ['API_KEY_HEADER', 'AUTH_HEADER', 'TOKEN_HEADER_NAME', 'AUTH_SCHEME', 'AUTH_TYPE', 'TOKEN_TYPE', 'AUTH'],
    (r) =>
      r.pick([
        'x-api-key',
        'Authorization',
        'X-Auth-Token',
        'Bearer',
        'JWT',
        'cognito',
        'oauth2',
        'NONE',
        'AWS_IAM',
      ]),
  ],
  [
    'algorithm',
    ['JWT_ALGORITHM', 'SIGNING_ALG', 'ENCRYPTION_ALGORITHM', 'TOKENIZER', 'HMAC_ALGORITHM'],
    (r) => r.pick(['RS256', 'HS256', 'AES-256-GCM', 'ECDSA_SHA_256', 'cl100k_base', 'RSASSA_PSS_SHA_512']),
  ],
  [
    'partition key',
    [
      'PARTITION_KEY',
      'SORT_KEY',
      'PRIMARY_KEY',
      'HASH_KEY',
      'CACHE_KEY_PREFIX',
      'IDEMPOTENCY_KEY_PATH',
      'KEY_FIELD',
      'GROUP_KEY',
    ],
    (r) =>
      r.pick([
        `${r.word()}Id`,
        'pk',
        'customer#id',
        'powertools_json(body).[user, id]',
        `${r.name()}:v2`,
        `${r.word()}_${r.word()}_id`,
      ]),
  ],
  [
    'bare key with a name',
    ['KEY', 'DATA_KEY', 'CONFIG_KEY', 'SETTINGS_KEY', 'FLAG_KEY'],
    (r) =>
      r.pick([
        `${r.name()}.${r.word()}`,
        `${r.word()}_${r.word()}_${r.stage()}`,
        `feature.${r.name()}.enabled`,
      ]),
  ],
  ['cursor', ['NEXT_TOKEN', 'PAGE_TOKEN', 'CONTINUATION_TOKEN', 'SYNC_TOKEN'], (r) => r.base64(48)],
  [
    'e-mail',
    ['ADMIN_USER', 'PASSWORD_RESET_EMAIL', 'SENDER', 'AUTH_USER', 'CREDENTIALS_OWNER'],
    (r) => `${r.word()}@${r.word()}.com`,
  ],
  ['user name', ['DB_USER', 'AUTH_USERNAME', 'SMTP_USER', 'BASIC_AUTH_USER'], (r) => `${r.word()}_app`],
  [
    'host name',
    ['SMTP_HOST', 'AUTH_DOMAIN', 'AUTH0_DOMAIN', 'TOKEN_HOST', 'AUTH'],
    (r) => `${r.name()}.eu.auth0.com`,
  ],
  [
    'log level',
    ['LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME', 'NODE_OPTIONS', 'NODE_ENV', 'TZ'],
    (r) => r.pick(['INFO', 'DEBUG', '--enable-source-maps', 'production', 'Europe/Berlin', r.name()]),
  ],
  ['schedule', ['CRON', 'SCHEDULE', 'RATE'], (r) => `cron(${r.below(60)} ${r.below(24)} ? * MON-FRI *)`],
  [
    'list',
    ['ALLOWED_ORIGINS', 'REGIONS', 'TOPICS', 'SCOPES', 'TOKEN_SCOPES'],
    (r) => [r.name(), r.name(), r.name()].join(','),
  ],
  [
    'query',
    ['SQL', 'QUERY', 'PASSWORD_QUERY'],
    (r) =>
      `SELECT id, password_hash FROM ${r.word()} WHERE token = $1 AND created_at > now() - interval '1 day'`,
  ],
  [
    'pattern',
    ['PASSWORD_REGEX', 'TOKEN_PATTERN', 'ID_PATTERN', 'VALIDATION'],
    (r) => r.pick(['^(?=.*[A-Z])(?=.*[0-9]).{12,}$', '^[A-Za-z0-9_-]{20,}$', `^${r.word()}-[0-9]+$`]),
  ],
  [
    'sentence',
    ['description', 'MESSAGE', 'PASSWORD_HINT', 'ERROR_TEXT'],
    (r) =>
      r.pick([
        `Rotates the password of the ${r.word()} database`,
        `Checks the token: see the wiki of ${r.word()}`,
        `Reads its secret from Secrets Manager (${r.stage()}/${r.name()})`,
        `Authorizer for ${r.name()}, validates JWTs and API keys`,
        'password: stored in Parameter Store',
        `Issues a token = one hour, for ${r.word()}`,
      ]),
  ],
  [
    'tag',
    [
      'owner',
      'team',
      'cost-center',
      'aws:cloudformation:stack-name',
      'aws:cloudformation:stack-id',
      'git_commit',
      'lambda-console:blueprint',
    ],
    (r) =>
      r.pick([
        r.name(),
        `team-${r.word()}`,
        `arn:aws:cloudformation:${region(r)}:${account(r)}:stack/${r.name()}/${r.uuid()}`,
        r.text('hex', 40),
      ]),
  ],
  [
    'event filter',
    ['filter', 'FILTER_PATTERN'],
    (r) =>
      JSON.stringify({
        body: {
          type: [r.word()],
          token: [{ exists: true }],
          passwordChanged: ['true'],
          status: [{ prefix: r.word() }],
        },
      }),
  ],
  [
    'image uri',
    ['IMAGE_URI', 'IMAGE'],
    (r) => `${account(r)}.dkr.ecr.${region(r)}.amazonaws.com/${r.name()}@sha256:${r.text('hex', 64)}`,
  ],
  [
    'trace id',
    ['TRACE_HEADER', '_X_AMZN_TRACE_ID', 'traceId'],
    (r) => `Root=1-${r.text('hex', 8)}-${r.text('hex', 24)};Sampled=1`,
  ],
  [
    'number or date',
    ['PORT', 'AMOUNT', 'RELEASE_DATE', 'PASSWORD_CHANGED_AT', 'KEY_CREATED'],
    (r) =>
      r.pick([
        String(r.below(65_536)),
        `202${r.below(7)}-0${1 + r.below(9)}-1${r.below(10)}`,
        `202${r.below(7)}-0${1 + r.below(9)}-1${r.below(10)}T0${r.below(10)}:00:00Z`,
      ]),
  ],
  [
    'class or module',
    ['HANDLER', 'AUTH_PROVIDER', 'TOKEN_STORE', 'SECRET_BACKEND', 'PASSWORD_ENCODER', 'AUTH_MODULE'],
    (r) =>
      r.pick([
        `com.${r.word()}.auth.TokenAuthenticator`,
        `src/${r.word()}.handler`,
        'BCryptPasswordEncoder',
        `${r.word()}.auth.backends.SecretBackend`,
      ]),
  ],
  [
    'signed url',
    ['DOWNLOAD_URL', 'PRESIGNED'],
    (r) =>
      `https://${r.name()}.s3.${region(r)}.amazonaws.com/${r.word()}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA${r.text('base32', 16)}%2F20261120%2F${region(r)}%2Fs3%2Faws4_request&X-Amz-Signature=${r.text('hex', 64)}`,
  ],
  [
    'function url',
    ['WEBHOOK', 'HOOK_URL', 'CALLBACK'],
    (r) => `https://${r.text('lowerAlnum', 32)}.lambda-url.${region(r)}.on.aws/`,
  ],
  [
    'html',
    ['TEMPLATE', 'FOOTER'],
    (r) =>
      `<form><input name="password" type="password" placeholder="Password"><input name="token" value="{{ csrf }}"><p>${r.word()}</p></form>`,
  ],
]
