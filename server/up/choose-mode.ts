import { hasCredentials } from '#server/aws/has-credentials.ts'
import type { Env } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'

export type Mode = 'demo' | 'aws'

/** Credentials or an endpoint of one's own mean a real account; none means the demo. SIGHTLINE_MODE decides by force. */
export async function chooseMode(env: Pick<Env, 'SIGHTLINE_MODE'>): Promise<Mode> {
  if (env.SIGHTLINE_MODE === 'demo') return 'demo'
  if (await hasCredentials()) return 'aws'
  if (env.SIGHTLINE_MODE === 'aws' || process.env.AWS_ENDPOINT_URL) {
    const cause = process.env.AWS_ENDPOINT_URL ? 'AWS_ENDPOINT_URL is set' : 'SIGHTLINE_MODE is aws'
    throw new SettingError(
      `${cause}, but the standard chain has no AWS credentials: set them, or start with SIGHTLINE_MODE=demo.`,
    )
  }
  return 'demo'
}
