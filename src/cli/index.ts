#!/usr/bin/env node
import {main} from './main.js';

// Exit explicitly, because work that timed out may still be running.
process.exit(await main(process.argv.slice(2)));
