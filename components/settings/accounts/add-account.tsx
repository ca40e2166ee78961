'use client'
import { Dialog } from '#components/ui/dialog.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import { AddByOrganization } from './add-by-organization.tsx'
import { AddByProfile } from './add-by-profile.tsx'
import { AddByRole } from './add-by-role.tsx'
import { WatchEstimate } from './watch-estimate.tsx'

type Props = { accounts: AccountRow[]; onClose: () => void }

/** The three ways to watch more accounts. */
export function AddAccount({ accounts, onClose }: Props) {
  const home = accounts.find((account) => account.home)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add accounts"
      className="w-[min(44rem,calc(100vw-2rem))]"
    >
      <div className="mb-4">
        <WatchEstimate regions={1} />
      </div>
      <Tabs defaultValue="role">
        <TabsList aria-label="How it is reached" className="mb-3">
          <TabsTrigger value="role">By a role</TabsTrigger>
          <TabsTrigger value="profile">By a profile</TabsTrigger>
          <TabsTrigger value="organization">An organization</TabsTrigger>
        </TabsList>
        <TabsContent value="role">
          <AddByRole home={home} onClose={onClose} />
        </TabsContent>
        <TabsContent value="profile">
          <AddByProfile onClose={onClose} />
        </TabsContent>
        <TabsContent value="organization">
          <AddByOrganization accounts={accounts} onClose={onClose} />
        </TabsContent>
      </Tabs>
    </Dialog>
  )
}
