/** An account that publishes layers for everybody. `aws`: run by AWS. */
export type LayerPublisher = { name: string; aws: boolean; source: string }

/** Day on which the accounts were last held against their sources. */
export const LAYER_PUBLISHERS_CHECKED_ON = '2026-11-20'

const aws = (name: string, source: string, ...accounts: string[]): [string, LayerPublisher][] =>
  accounts.map((id) => [id, { name, aws: true, source }])
const vendor = (name: string, source: string, ...accounts: string[]): [string, LayerPublisher][] =>
  accounts.map((id) => [id, { name, aws: false, source }])

const SECRETS_DOC =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html'
const APPCONFIG_DOC =
  'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.html'
const INSIGHTS_DOC =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-extension-versions.html'

/** Publishers by account id. AWS has one account for each region of some extensions. */
export const LAYER_PUBLISHERS: ReadonlyMap<string, LayerPublisher> = new Map([
  ...aws(
    'AWS Lambda Insights',
    INSIGHTS_DOC,
    '580247275435',
    '891564319516',
    '439286490199',
    '194566237122',
    '033019950311',
    '488211338238',
    '012438385374',
    '519774774795',
    '732604637566',
    '285320876703',
    '339249233099',
    '352183217350',
  ),
  ...aws(
    'AWS Parameters and Secrets',
    SECRETS_DOC,
    '590474943231',
    '177933569100',
    '997803712105',
    '345057560386',
    '317013901791',
    '768336418462',
    '490737872127',
    '176022468876',
    '576959938190',
    '738900069198',
    '044395824272',
    '665172237481',
    '133490724326',
    '200266452380',
    '287114880934',
    '287310001119',
    '187925254637',
    '015030872274',
    '133256977650',
    '325218067255',
    '780235371811',
    '427196147048',
    '832021897121',
    '858974508948',
    '933737806257',
    '129776340158',
    '127562683043',
  ),
  ...aws(
    'AWS AppConfig',
    APPCONFIG_DOC,
    '027255383542',
    '728743619870',
    '958113053741',
    '359756378197',
    '039592058896',
    '066940009817',
    '758369105281',
    '434848589818',
    '282860088358',
    '493207061005',
    '646970417810',
    '203683718741',
    '586093569114',
    '615057806174',
    '615084187847',
    '630222743974',
    '980059726660',
    '826293736237',
    '706869817123',
    '421114256042',
    '080788657173',
    '418787028745',
    '307021474294',
    '554480029851',
    '489524808438',
    '000010852771',
    '574348263942',
    '662846165436',
    '559955524753',
    '946561847325',
    '946746059096',
  ),
  ...aws('AWS Powertools', 'https://docs.powertools.aws.dev/lambda/python/latest/', '017000801446'),
  ...aws('AWS Powertools', 'https://docs.powertools.aws.dev/lambda/typescript/latest/', '094274105915'),
  ...aws(
    'AWS Distro for OpenTelemetry',
    'https://aws-otel.github.io/docs/getting-started/lambda',
    '901920570463',
    '615299751070',
  ),
  ...aws('AWS SDK for pandas', 'https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html', '336392948345'),
  ...aws('AWS Lambda Web Adapter', 'https://github.com/awslabs/aws-lambda-web-adapter', '753240598075'),
  ...vendor(
    'Datadog',
    'https://docs.datadoghq.com/serverless/libraries_integrations/extension/',
    '464622532012',
  ),
  ...vendor('New Relic', 'https://layers.newrelic-external.com/', '451483290750'),
  ...vendor('Dynatrace', 'https://docs.dynatrace.com/docs/ingest-from/amazon-web-services', '725887861453'),
  ...vendor('Sentry', 'https://docs.sentry.io/platforms/javascript/guides/aws-lambda/', '943013980633'),
  ...vendor('Lumigo', 'https://docs.lumigo.io/docs/lambda-layers', '114300393969'),
  ...vendor('Elastic', 'https://www.elastic.co/guide/en/apm/lambda/current/index.html', '267093732750'),
  ...vendor('Splunk', 'https://github.com/signalfx/splunk-otel-lambda', '254067382080'),
  ...vendor('IBM Instana', 'https://www.ibm.com/docs/en/instana-observability', '410797082306'),
  ...vendor('Honeycomb', 'https://docs.honeycomb.io/send-data/aws/lambda/', '702835727665'),
  ...vendor('Sumo Logic', 'https://help.sumologic.com/docs/apm/traces/', '663229565520'),
  ...vendor('Coralogix', 'https://coralogix.com/docs/', '625240141681'),
  ...vendor('Logz.io', 'https://docs.logz.io/', '486140753397'),
  ...vendor('OpenTelemetry', 'https://github.com/open-telemetry/opentelemetry-lambda', '184161586896'),
  ...vendor(
    'HashiCorp Vault',
    'https://developer.hashicorp.com/vault/docs/platform/aws/lambda-extension',
    '634166935893',
  ),
  ...vendor('Bref', 'https://bref.sh/docs/runtimes', '534081306603'),
])
