import { Link, type LinkOptions } from '@tanstack/react-router';
import { FileUp, FlaskConical, LayoutTemplate, LoaderCircle, type LucideIcon } from 'lucide-react';
import { Section } from '../ui/page';
import { useOpenSample } from './use-open-sample';

const look =
  'flex h-full w-full flex-col items-start gap-1 rounded border border-line bg-surface p-4 text-left transition-colors duration-120 hover:border-accent hover:bg-hover';

const linkLook = 'rounded-sm text-accent underline underline-offset-2';

/** The three ways to begin, and where what was begun elsewhere comes in. */
export function FirstDoors() {
  return (
    <Section
      title="Begin"
      description="A project describes a federation: one server, the sites that train, and the people who administer it. Provisioning makes a startup kit for each of them."
    >
      <div className="grid gap-3 @min-[44rem]:grid-cols-3">
        <DoorLink
          icon={LayoutTemplate}
          title="Start from a template"
          link={{ to: '/projects', search: { new: 1 } }}
        >
          Two hospitals, ten sites, a relay tree, or a server and an admin, for a list of sites of your own.
        </DoorLink>
        <DoorLink
          icon={FileUp}
          title="Import a project.yml"
          link={{ to: '/projects', search: { import: 1 } }}
        >
          Also by dropping the file on this window. Comments and unknown keys are kept.
        </DoorLink>
        <SampleDoor />
      </div>
      <p className="text-muted">
        From another machine?{' '}
        <Link to="/settings/upkeep" className={linkLook}>
          Restore a backup
        </Link>{' '}
        that was exported there, or{' '}
        <Link to="/projects" search={{ ca: 1 }} className={linkLook}>
          import the CA
        </Link>{' '}
        of a single project.
      </p>
    </Section>
  );
}

interface DoorProps {
  icon: LucideIcon;
  title: string;
  children: string;
}

function DoorText({ icon: Icon, title, children }: DoorProps) {
  return (
    <>
      <Icon aria-hidden className="mb-1 size-5 text-accent" strokeWidth={1.6} />
      <span className="font-semibold">{title}</span>
      <span className="text-muted">{children}</span>
    </>
  );
}

function DoorLink({ link, ...text }: DoorProps & { link: LinkOptions }) {
  return (
    <Link {...link} className={look}>
      <DoorText {...text} />
    </Link>
  );
}

function SampleDoor() {
  const { open, busy } = useOpenSample();
  return (
    <button type="button" onClick={open} disabled={busy} className={look}>
      <DoorText icon={busy ? LoaderCircle : FlaskConical} title="Open the sample">
        A project of two hospitals, ready to look around in and to provision.
      </DoorText>
    </button>
  );
}
