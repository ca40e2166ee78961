import { findSecrets, secretsInFile } from '#server/domain/secrets/find-secrets.ts'
import { atLeast, atMost, type Bench } from './define-bench.ts'
import { makeCorpus } from './secrets-corpus/corpus.ts'
import type { Entry } from './secrets-corpus/entry.ts'

const SECRETS = 500
const LOOK_ALIKES = 2_000
const FILE_CHARS = 1_000_000

const isFound = ({ name, value }: Entry) => findSecrets(name, value).length > 0

/** How many of each kind, for the ones that went wrong. */
function tell(what: string, wrong: readonly Entry[]): void {
  for (const [kind, ones] of Map.groupBy(wrong, (one) => one.kind))
    process.stderr.write(
      `  ${what}: ${kind} (${ones.length}), as ${ones[0]?.name}=${ones[0]?.value.slice(0, 60)}\n`,
    )
}

/** Precision and recall of the secrets' detectors on invented variables, and their speed on a large file. */
export const secrets: Bench = {
  name: 'secrets',
  run: async () => {
    const corpus = makeCorpus(SECRETS, LOOK_ALIKES)
    const missed = corpus.secrets.filter((one) => !isFound(one))
    const wrong = corpus.lookAlikes.filter(isFound)
    tell('missed', missed)
    tell('no secret', wrong)
    const found = SECRETS - missed.length
    const lines = corpus.lookAlikes.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`).join('\n')
    const file = lines.repeat(Math.ceil(FILE_CHARS / lines.length)).slice(0, FILE_CHARS)
    const startedAt = process.cpuUsage()
    secretsInFile('settings.env', file, () => '')
    const { user, system } = process.cpuUsage(startedAt)
    return [
      atLeast('secrets: precision', (100 * found) / (found + wrong.length), 98, '%'),
      atLeast('secrets: recall', (100 * found) / SECRETS, 95, '%'),
      atMost('secrets in a file of 1 MB, CPU time', (user + system) / 1000, 1000, 'ms'),
    ]
  },
}
