import { RouterProvider } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useConnection } from '../rpc/connection';
import { router } from '../routes';
import { PairingPage } from './pairing-page';
import { FirstLoadDone, useFirstLoad } from './use-first-load';
import { WaitingPage } from './waiting-page';

/** Lets pages through once there is a way to the main process; once open, a lost way closes nothing. */
export function Gate() {
  const state = useConnection((s) => s.state);
  const everOpen = useConnection((s) => s.epoch > 0);
  const loaded = useFirstLoad(everOpen);
  if (state === 'unpaired') return <PairingPage />;
  if (!loaded) return <WaitingPage />;
  return (
    <Suspense fallback={<WaitingPage />}>
      <RouterProvider router={router} />
      <FirstLoadDone />
    </Suspense>
  );
}
