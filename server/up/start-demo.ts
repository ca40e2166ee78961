import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { floorTo, MINUTE_MS } from '#server/domain/time.ts'
import type { Env } from '#server/env.ts'
import { startChild, stopChild } from './child-process.ts'

const ready = z.object({
  endpoint: z.url(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  accounts: z.array(
    z.object({
      id: z.string(),
      home: z.boolean(),
      roleArn: z.string().optional(),
      externalId: z.string().optional(),
      regions: z.array(z.string()),
    }),
  ),
})

/** When the demo's incidents are counted from: kept, so that what is stored of them stays true after a restart. */
async function readOrCreateAnchor(dataDir: string): Promise<string> {
  const file = join(dataDir, 'demo-anchor')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (!Number.isNaN(Date.parse(kept))) return kept
  const anchor = new Date(floorTo(Date.now(), 10 * MINUTE_MS)).toISOString()
  await writeFile(file, anchor)
  return anchor
}

/** The environment without any AWS setting: for whoever has no business with AWS, and for the demo. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !key.startsWith('AWS_')),
  ) as NodeJS.ProcessEnv
}

/** Starts the demo AWS on loopback; gives the environment with which worker and web watch it. */
export async function startDemo(
  env: Env,
  dataDir: string,
): Promise<{ stop: () => Promise<void>; env: NodeJS.ProcessEnv; home: { id: string; region: string } }> {
  const args = [
    'demo/main.ts',
    '--port',
    '0',
    '--exit-with-parent',
    '--functions',
    String(env.SIGHTLINE_DEMO_FUNCTIONS),
    '--accounts',
    String(env.SIGHTLINE_DEMO_ACCOUNTS),
    '--anchor',
    await readOrCreateAnchor(dataDir),
  ]
  const clean = withoutAws(process.env)
  const child = startChild('the demo AWS', args, clean)
  const lines = createInterface({ input: child.process.stdout as NodeJS.ReadableStream })
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.exited.then((code) => reject(new Error(`The demo AWS ended with exit code ${code}.`)))
  })
  const demo = ready.parse(JSON.parse(line))
  const home = demo.accounts.find((account) => account.home)
  const region = home?.regions[0] ?? 'us-east-1'
  const members = demo.accounts.filter((account) => !account.home && account.roleArn)
  return {
    stop: () => stopChild(child),
    home: { id: home?.id ?? '', region },
    env: {
      ...clean,
      AWS_ENDPOINT_URL: demo.endpoint,
      AWS_ACCESS_KEY_ID: demo.accessKeyId,
      AWS_SECRET_ACCESS_KEY: demo.secretAccessKey,
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
      SIGHTLINE_ACCOUNT_ROLES: members
        .map((account) => (account.externalId ? `${account.roleArn}#${account.externalId}` : account.roleArn))
        .join(','),
    },
  }
}
