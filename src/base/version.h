#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define REGRUN_VERSION "0.1.0"
#define REGRUN_DATE "November 29, 2026" // of this version: manual pages bear it

#endif
