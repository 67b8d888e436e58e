/** Main script of an executable with one tool. */
import { embeddedNames, provideAddon, runEmbedded } from './embedded.ts';

provideAddon();
runEmbedded(`tools/${embeddedNames('tools/')[0]}`);
