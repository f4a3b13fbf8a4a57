#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define REGRUN_VERSION "0.1.0"
#define REGRUN_DATE "2026-11-29" // of this version: manual pages bear it

#endif
