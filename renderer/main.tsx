import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { connect } from './rpc/client';
import { retryNow } from './rpc/connection';
import { listenForPairing, takePairingFromUrl } from './rpc/pairing';
import { queryClient } from './rpc/query-client';
import { Gate } from './shell/gate';
import { Safe } from './shell/safe';
import { applyRememberedTheme } from './shell/theme';
import { startFirstLoad } from './shell/use-first-load';
import { TooltipProvider } from './ui/tooltip';

// zod would probe `new Function`, which the content security policy forbids and reports.
z.config({ jitless: true });
applyRememberedTheme();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');

createRoot(root).render(
  <StrictMode>
    <Safe>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <Gate />
        </TooltipProvider>
      </QueryClientProvider>
    </Safe>
  </StrictMode>,
);

listenForPairing(retryNow);
// The token is out of the address at once, before the router would take it for a page.
const paired = takePairingFromUrl();
startFirstLoad();
void paired.then(connect);
