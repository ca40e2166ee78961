import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Command } from 'commander'
import { AppError } from '#server/errors.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const { version } = createRequire(import.meta.url)('#package.json') as { version: string }

/** An option that is given again adds to what it was given before. */
const together = (value: string, before?: string) => (before === undefined ? value : `${before},${value}`)

const program = new Command('sightline')
  .description('Security operations dashboard for AWS Lambda. It only ever reads from AWS.')
  .version(version)
  .showHelpAfterError()

program
  .command('up')
  .description(
    'start everything: database, migrations, worker, web, and the demo AWS where there are no credentials',
  )
  .action(async () => {
    const { up } = await import('#server/up/up.ts')
    process.exit(await up())
  })

program
  .command('build')
  .description('build the pages, unless they are built from the same sources already')
  .action(async () => {
    const { buildIfStale } = await import('#server/up/build-if-stale.ts')
    await buildIfStale(() => process.stdout.write('Building the pages …\n'))
  })

program
  .command('web')
  .description('serve the pages and the API; needs DATABASE_URL and SIGHTLINE_SECRET')
  .action(async () => (await import('#server/web.ts')).runWeb())

program
  .command('worker')
  .description('collect and evaluate; needs DATABASE_URL and AWS credentials; any number may run')
  .action(async () => (await import('#server/worker.ts')).runWorker())

program
  .command('migrate')
  .description('bring the database at DATABASE_URL up to date')
  .action(async () => (await import('#server/commands/migrate-database.ts')).migrateDatabase())

program
  .command('setup-link')
  .description('print a new one-time link that creates the first administrator')
  .action(async () => (await import('#server/commands/print-setup-link.ts')).printSetupLink())

program
  .command('iam-policy')
  .description('print the exact read-only policy that the collectors need')
  .option(
    '--trust <account>',
    "print the trust policy of a member account's role instead, for this account's Sightline",
  )
  .option('--external-id <id>', 'external id that the trust policy asks for')
  .option('--format <format>', 'json, or the whole role as cloudformation or terraform', 'json')
  .option('--role-name <name>', 'name of the role in a template', 'SightlineReadOnly')
  .option(
    '--event-source <address>',
    'print what one event source needs instead: queue, bucket, table or data store',
  )
  .option('--files <place>', 'with a queue or table: where its log files are, as s3://bucket/prefix')
  .option('--results <place>', 'with a table: where Athena writes answers, as s3://bucket/prefix')
  .option('--key <arn>', 'with a source: KMS key that it is encrypted with')
  .option('--account <id>', 'with a table: account of its workgroup')
  .option('--region <region>', 'with a table: region of its workgroup')
  .action(async (options) => (await import('#server/commands/print-iam-policy.ts')).printIamPolicy(options))

program
  .command('inventory')
  .description('print every function with its role, triggers and reach; needs DATABASE_URL')
  .option('--format <format>', 'json or csv', 'json')
  .action(async (options) => (await import('#server/commands/print-inventory.ts')).printInventory(options))

program
  .command('policy')
  .description('print the policy that a function was seen to need; needs DATABASE_URL')
  .argument('<function>', 'ARN of the function, or its name where one function alone has it')
  .option('--format <format>', 'json, sam, terraform or cfn', 'json')
  .option('--days <days>', 'how far to look back', '90')
  .action(async (name, options) => {
    process.exitCode = await (await import('#server/commands/print-policy.ts')).printPolicy(name, options)
  })

program
  .command('scan')
  .description('check what SAM, CloudFormation, Terraform and serverless.yml would deploy; needs no AWS')
  .argument('<paths...>', 'files, and folders to look through')
  .option('--format <format>', 'table, json, sarif, ocsf, asff, csv or junit', 'table')
  .option('--output <file>', 'write the report to a file')
  .option('--status <states>', 'what to report: fail, unknown, pass, not-applicable')
  .option('--checks <ids>', 'these checks, or groups of checks, alone')
  .option(
    '--fail-on <severity>',
    'exit with 1 at findings of this severity or worse, or never (default: high)',
  )
  .option(
    '--parameter <name=value>',
    'value of a parameter, as often as needed; AWS::Region and AWS::AccountId too',
    (value: string, all: string[]) => [...all, value],
    [] as string[],
  )
  .option('--config <file>', 'YAML: checks, parameters, exceptions')
  .option('--allow-partial', 'exit with 0 although not every file could be read')
  .option('--limit <number>', 'how many resources of a check a table names; 0: all', '10')
  .action(async (paths, options) => {
    const { scanTemplates } = await import('#server/commands/scan-templates.ts')
    process.exitCode = await scanTemplates(paths, options, version)
  })

program
  .command('audit')
  .description('check what AWS has now, with the credentials of the shell; needs no database')
  .option('--account <ids>', 'accounts, or ARNs of roles in them; the credentials’ own by default', together)
  .option('--role-name <name>', 'role to assume in each account that is named by its id')
  .option('--external-id <id>', 'external id that these roles ask for')
  .option('--region <names>', 'regions; all that are enabled by default', together)
  .option('--profile <name>', 'profile of the AWS configuration')
  .option('--format <format>', 'table, json, sarif, ocsf, asff, csv or junit', 'table')
  .option('--output <file>', 'write the report to a file')
  .option('--status <states>', 'what to report: fail, unknown, pass, not-applicable', together)
  .option('--checks <ids>', 'these checks, or groups of checks, alone', together)
  .option(
    '--fail-on <severity>',
    'exit with 1 at findings of this severity or worse, or never (default: high)',
  )
  .option('--config <file>', 'YAML: checks, parameters, exceptions, rules')
  .option('--rules <folder>', 'rules of your own, as YAML')
  .option('--thorough', 'ask for everything, at about six calls a function')
  .option('--allow-partial', 'exit with 0 although not everything could be read')
  .option('--calls', 'print the calls by operation')
  .option('--limit <number>', 'how many resources of a check a table names; 0: all', '10')
  .option('--share <share>', 'share of AWS’s request rates to use, over 0 to 1')
  .action(async (options) => {
    process.exitCode = await (await import('#server/commands/audit.ts')).audit(options, version)
  })

program
  .command('detect')
  .description('find in CloudTrail files what an attacker does; needs neither AWS nor a database')
  .argument('<paths...>', 'files, folders to look through, or - for standard input')
  .option('--format <format>', 'table or jsonl', 'table')
  .option('--severity <severity>', 'least severity that is reported', 'info')
  .option('--fail-on <severity>', 'exit with 1 at detections of this severity or worse, or never', 'high')
  .option('--detections <ids>', 'these detections alone, also those that are off by default', together)
  .option('--sigma <folder>', 'rules in Sigma’s format that run as well')
  .option('--account <id>', 'account of records that do not say theirs')
  .option('--allow-partial', 'exit with 0 although not everything could be read')
  .action(async (paths, options) => {
    process.exitCode = await (await import('#server/commands/detect.ts')).detect(paths, options)
  })

program
  .command('anomalies')
  .description('score the points of one series as they come; needs neither AWS nor a database')
  .argument('<file>', 'CSV of timestamp,value, or - for standard input')
  .option('--format <format>', 'csv or json', 'csv')
  .option('--allow-partial', 'exit with 0 although not every row could be read')
  .action(async (path, options) => {
    process.exitCode = await (await import('#server/commands/anomalies.ts')).anomalies(path, options)
  })

program
  .command('import')
  .description('take CloudTrail files into the database; needs DATABASE_URL')
  .argument('<paths...>', 'files, folders to look through, or - for standard input')
  .option('--account <id>', 'account of records that do not say theirs')
  .option('--any-account', 'also records of accounts that are not watched')
  .option('--allow-partial', 'exit with 0 although not everything could be taken in')
  .action(async (paths, options) => {
    const { importRecords } = await import('#server/commands/import-records.ts')
    process.exitCode = await importRecords(paths, options)
  })

program
  .command('doctor')
  .description(
    'check database, credentials, each permission and the clock; print what is missing and what that hides',
  )
  .action(async () => {
    process.exitCode = await (await import('#server/commands/doctor.ts')).doctor()
  })

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : (error as Error).stack}\n`)
  process.exit(1)
}
