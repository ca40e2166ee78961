import type { Random } from './random.ts'

type Shape = readonly [kind: string, names: readonly string[], value: (random: Random) => string]

const luhnless = (random: Random, ...lengths: number[]) =>
  lengths.map((length) => random.text('digits', length))

/**
 * Forms of keys as their vendors' documentation and the keys in their examples show them, written down without a look at
 * the detectors. The names are those of the vendors' own guides where they have any.
 */
export const VENDOR_KEYS: readonly Shape[] = [
  ['aws access key', ['AWS_ACCESS_KEY_ID', 'S3_KEY', 'accessKeyId'], (r) => `AKIA${r.text('base32', 16)}`],
  [
    'aws secret key',
    ['AWS_SECRET_ACCESS_KEY', 'S3_SECRET_KEY', 'awsSecretAccessKey'],
    (r) => r.text('base64', 40),
  ],
  [
    'github classic token',
    ['GITHUB_TOKEN', 'GH_PAT'],
    (r) => `${r.pick(['ghp_', 'gho_', 'ghs_'])}${r.text('alnum', 36)}`,
  ],
  [
    'github fine-grained token',
    ['GITHUB_TOKEN', 'TOKEN'],
    (r) => `github_pat_${r.text('alnum', 22)}_${r.text('alnum', 59)}`,
  ],
  ['gitlab token', ['GITLAB_TOKEN', 'CI_TOKEN'], (r) => `glpat-${r.text('base64url', 20)}`],
  [
    'gitlab routable token',
    ['GITLAB_TOKEN'],
    (r) => `glpat-${r.text('base64url', 27)}.01.${r.text('lowerAlnum', 9)}`,
  ],
  [
    'slack bot token',
    ['SLACK_BOT_TOKEN', 'SLACK'],
    (r) => `xoxb-${luhnless(r, 12, 13).join('-')}-${r.text('alnum', 24)}`,
  ],
  [
    'slack user token',
    ['SLACK_TOKEN'],
    (r) => `xoxp-${luhnless(r, 11, 12, 13).join('-')}-${r.text('hex', 32)}`,
  ],
  [
    'slack webhook',
    ['SLACK_WEBHOOK_URL', 'ALERT_URL'],
    (r) =>
      `https://hooks.slack.com/services/T${r.text('upperAlnum', 10)}/B${r.text('upperAlnum', 10)}/${r.text('alnum', 24)}`,
  ],
  [
    'discord webhook',
    ['DISCORD_WEBHOOK', 'HOOK'],
    (r) => `https://discord.com/api/webhooks/${r.text('digits', 18)}/${r.text('base64url', 68)}`,
  ],
  [
    'stripe secret key',
    ['STRIPE_SECRET_KEY', 'STRIPE_KEY'],
    (r) => `sk_${r.pick(['live', 'test'])}_${r.text('alnum', r.pick([24, 99]))}`,
  ],
  ['stripe restricted key', ['STRIPE_KEY'], (r) => `rk_live_${r.text('alnum', 24)}`],
  ['stripe webhook secret', ['STRIPE_WEBHOOK_SECRET'], (r) => `whsec_${r.text('alnum', 32)}`],
  ['twilio auth token', ['TWILIO_AUTH_TOKEN', 'twilioAuthToken'], (r) => r.text('hex', 32)],
  ['twilio key secret', ['TWILIO_API_KEY_SECRET'], (r) => r.text('alnum', 32)],
  [
    'sendgrid key',
    ['SENDGRID_API_KEY', 'MAIL_KEY'],
    (r) => `SG.${r.text('base64url', 22)}.${r.text('base64url', 43)}`,
  ],
  [
    'mailgun key',
    ['MAILGUN_API_KEY', 'MAIL_API_KEY'],
    (r) => `${r.text('hex', 32)}-${r.text('hex', 8)}-${r.text('hex', 8)}`,
  ],
  ['mailchimp key', ['MAILCHIMP_API_KEY', 'MC'], (r) => `${r.text('hex', 32)}-us${1 + r.below(21)}`],
  ['brevo key', ['BREVO_API_KEY'], (r) => `xkeysib-${r.text('hex', 64)}-${r.text('alnum', 16)}`],
  ['postmark token', ['POSTMARK_SERVER_TOKEN', 'POSTMARK_API_TOKEN'], (r) => r.uuid()],
  ['npm token', ['NPM_TOKEN', 'NODE_AUTH'], (r) => `npm_${r.text('alnum', 36)}`],
  ['pypi token', ['PYPI_TOKEN', 'TWINE'], (r) => `pypi-AgEIcHlwaS5vcmc${r.text('base64url', 130)}`],
  ['rubygems key', ['GEM_HOST_API_KEY'], (r) => `rubygems_${r.text('hex', 48)}`],
  ['docker hub token', ['DOCKER_TOKEN', 'REGISTRY'], (r) => `dckr_pat_${r.text('base64url', 27)}`],
  ['google api key', ['GOOGLE_API_KEY', 'MAPS'], (r) => `AIza${r.text('base64url', 35)}`],
  ['google client secret', ['GOOGLE_CLIENT_SECRET', 'OAUTH'], (r) => `GOCSPX-${r.text('base64url', 28)}`],
  ['google refresh token', ['GOOGLE_REFRESH_TOKEN'], (r) => `1//0${r.text('base64url', 62)}`],
  [
    'azure storage',
    ['AZURE_STORAGE_CONNECTION_STRING', 'STORAGE'],
    (r) =>
      `DefaultEndpointsProtocol=https;AccountName=${r.word()}store;AccountKey=${r.base64(64)};EndpointSuffix=core.windows.net`,
  ],
  [
    'azure service bus',
    ['SERVICEBUS_CONNECTION', 'BUS'],
    (r) =>
      `Endpoint=sb://${r.word()}.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${r.base64(32)}`,
  ],
  [
    'azure client secret',
    ['AZURE_CLIENT_SECRET', 'ENTRA'],
    (r) => `${r.text('alnum', 3)}8Q~${r.text('alnum', 34)}`,
  ],
  [
    'azure sas',
    ['BLOB_URL', 'UPLOAD_TARGET'],
    (r) =>
      `https://${r.word()}.blob.core.windows.net/c?sv=2023-11-03&ss=b&se=2027-01-01T00:00:00Z&sig=${encodeURIComponent(r.base64(32))}`,
  ],
  [
    'openai key',
    ['OPENAI_API_KEY', 'LLM'],
    (r) => `sk-${r.pick(['', 'proj-', 'svcacct-'])}${r.text('alnum', 20)}T3BlbkFJ${r.text('alnum', 20)}`,
  ],
  [
    'openai project key',
    ['OPENAI_API_KEY', 'LLM'],
    (r) => `sk-proj-${r.text('base64url', 74)}T3BlbkFJ${r.text('base64url', 74)}`,
  ],
  ['anthropic key', ['ANTHROPIC_API_KEY', 'LLM'], (r) => `sk-ant-api03-${r.text('base64url', 93)}AA`],
  ['hugging face token', ['HF_TOKEN', 'HUB'], (r) => `hf_${r.text('alpha', 34)}`],
  ['cohere key', ['COHERE_API_KEY'], (r) => r.text('alnum', 40)],
  ['datadog api key', ['DD_API_KEY', 'DATADOG_API_KEY'], (r) => r.text('hex', 32)],
  ['datadog application key', ['DD_APP_KEY', 'DATADOG_APP_KEY'], (r) => r.text('hex', 40)],
  ['new relic licence key', ['NEW_RELIC_LICENSE_KEY', 'NR'], (r) => `${r.text('hex', 36)}NRAL`],
  ['new relic user key', ['NEW_RELIC_API_KEY', 'NR'], (r) => `NRAK-${r.text('upperAlnum', 27)}`],
  ['grafana token', ['GRAFANA_TOKEN', 'METRICS'], (r) => `glsa_${r.text('alnum', 32)}_${r.text('hex', 8)}`],
  ['sentry token', ['SENTRY_AUTH_TOKEN', 'RELEASE'], (r) => `sntryu_${r.text('hex', 64)}`],
  ['pagerduty key', ['PAGERDUTY_ROUTING_SECRET', 'PAGERDUTY_API_KEY'], (r) => `u+${r.text('alnum', 18)}`],
  ['opsgenie key', ['OPSGENIE_API_KEY'], (r) => r.uuid()],
  ['splunk hec token', ['SPLUNK_HEC_TOKEN', 'HEC_TOKEN'], (r) => r.uuid()],
  ['okta token', ['OKTA_API_TOKEN'], (r) => `00${r.text('base64url', 40)}`],
  ['auth0 client secret', ['AUTH0_CLIENT_SECRET', 'auth0ClientSecret'], (r) => r.text('base64url', 64)],
  ['launchdarkly key', ['LAUNCHDARKLY_SDK_KEY', 'FLAGS'], (r) => `sdk-${r.uuid()}`],
  ['algolia admin key', ['ALGOLIA_ADMIN_KEY', 'ALGOLIA_API_KEY'], (r) => r.text('hex', 32)],
  ['cloudflare token', ['CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN'], (r) => r.text('base64url', 40)],
  ['heroku key', ['HEROKU_API_KEY'], (r) => r.uuid()],
  ['digitalocean token', ['DIGITALOCEAN_TOKEN', 'DO'], (r) => `dop_v1_${r.text('hex', 64)}`],
  ['databricks token', ['DATABRICKS_TOKEN', 'DBX'], (r) => `dapi${r.text('hex', 32)}`],
  ['shopify token', ['SHOPIFY_TOKEN', 'SHOP'], (r) => `shpat_${r.text('hex', 32)}`],
  ['square token', ['SQUARE_ACCESS_TOKEN', 'POS'], (r) => `EAAA${r.text('base64url', 60)}`],
  ['paypal secret', ['PAYPAL_CLIENT_SECRET', 'PAYPAL_SECRET'], (r) => r.text('base64url', 80)],
  ['hubspot token', ['HUBSPOT_TOKEN', 'CRM'], (r) => `pat-na1-${r.uuid()}`],
  ['airtable token', ['AIRTABLE_TOKEN', 'SHEET'], (r) => `pat${r.text('alnum', 14)}.${r.text('hex', 64)}`],
  ['linear key', ['LINEAR_API_KEY', 'TRACKER'], (r) => `lin_api_${r.text('alnum', 40)}`],
  ['notion token', ['NOTION_TOKEN', 'WIKI'], (r) => `ntn_${r.text('alnum', 46)}`],
  [
    'telegram bot token',
    ['TELEGRAM_BOT_TOKEN', 'BOT'],
    (r) => `${r.text('digits', 10)}:AA${r.text('base64url', 33)}`,
  ],
  [
    'terraform cloud token',
    ['TFE_TOKEN', 'TF'],
    (r) => `${r.text('alnum', 14)}.atlasv1.${r.text('alnum', 67)}`,
  ],
  ['vault token', ['VAULT_TOKEN', 'VAULT'], (r) => `hvs.${r.text('base64url', 90)}`],
  ['postman key', ['POSTMAN_API_KEY', 'PM'], (r) => `PMAK-${r.text('hex', 24)}-${r.text('hex', 34)}`],
  ['figma token', ['FIGMA_TOKEN', 'DESIGN'], (r) => `figd_${r.text('base64url', 40)}`],
  ['doppler token', ['DOPPLER_TOKEN', 'DOP'], (r) => `dp.st.prd.${r.text('alnum', 40)}`],
  ['planetscale password', ['DATABASE_PASS', 'PS'], (r) => `pscale_pw_${r.text('base64url', 43)}`],
  [
    'supabase service key',
    ['SUPABASE_SERVICE_ROLE_KEY', 'SUPA'],
    (r) => `sb_secret_${r.text('base64url', 22)}_${r.text('base64url', 8)}`,
  ],
  [
    'snowflake password',
    ['SNOWFLAKE_PASSWORD', 'SNOWFLAKE_PWD'],
    (r) => `${r.text('alnum', 14)}${r.text('symbols', 2)}`,
  ],
  ['confluent secret', ['CONFLUENT_API_SECRET', 'KAFKA_API_SECRET'], (r) => r.base64(48)],
  ['zendesk token', ['ZENDESK_API_TOKEN'], (r) => r.text('alnum', 40)],
  [
    'jira token',
    ['JIRA_API_TOKEN', 'TRACKER'],
    (r) => `ATATT3xFfGF0${r.text('base64url', 170)}=${r.text('upperAlnum', 8)}`,
  ],
  ['facebook token', ['FB_TOKEN', 'META'], (r) => `EAA${r.text('alnum', 170)}`],
  ['twitter secret', ['TWITTER_API_SECRET', 'X_API_SECRET'], (r) => r.text('alnum', 50)],
]
