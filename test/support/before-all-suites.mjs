import { open } from './suite-folder.mjs';

// jest wants a default export here.
export default open;
