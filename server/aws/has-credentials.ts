import { fromNodeProviderChain } from '@aws-sdk/credential-providers'

/** Whether the standard credential chain yields anything here; asks an instance's metadata for a second at most. */
export async function hasCredentials(): Promise<boolean> {
  return fromNodeProviderChain({ maxRetries: 0, timeout: 1000 })().then(
    () => true,
    () => false,
  )
}
