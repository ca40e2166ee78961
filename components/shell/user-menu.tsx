'use client'
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { toast } from 'sonner'
import { signOut } from '#components/auth/auth-request.ts'
import { useStatus } from '#components/query/use-status.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '#components/ui/menu.tsx'
import { visibleText } from '#server/domain/text.ts'
import { parseTheme } from './theme.ts'
import { useTheme } from './use-theme.ts'

const THEME_ITEMS = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

/** Who is signed in, theme, keyboard help and sign-out. */
export function UserMenu({ wide, onHelp }: { wide?: boolean; onHelp: () => void }) {
  const { data } = useStatus()
  const [theme, setTheme] = useTheme()
  const leave = async () => {
    try {
      await signOut()
      location.assign('/sign-in')
    } catch {
      toast.error('Sign-out failed: the server could not be reached. You are still signed in.')
    }
  }
  const name = data ? visibleText(data.user.name) : 'You'
  return (
    <Menu>
      <MenuTrigger
        aria-label={`Account menu: ${name}`}
        className={buttonClass('ghost', wide ? 'md' : 'icon', cn('min-w-0', wide && 'flex-1 px-2'))}
      >
        <CircleUser size={15} className="shrink-0" aria-hidden />
        {wide && <span className="truncate">{name}</span>}
      </MenuTrigger>
      <MenuContent>
        <MenuLabel className="max-w-60 truncate normal-case">
          {data ? `${visibleText(data.user.email)} · ${data.user.role}` : 'Loading…'}
        </MenuLabel>
        <MenuSeparator />
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(parseTheme(value))}>
          {THEME_ITEMS.map(({ value, label, icon: Icon }) => (
            <MenuRadioItem key={value} value={value}>
              <Icon size={14} aria-hidden />
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={onHelp}>
          <Keyboard size={14} aria-hidden /> Keyboard
        </MenuItem>
        <MenuItem onSelect={leave}>
          <LogOut size={14} aria-hidden /> Sign out
        </MenuItem>
        {data && <MenuLabel className="normal-case">Sightline {data.version}</MenuLabel>}
      </MenuContent>
    </Menu>
  )
}
