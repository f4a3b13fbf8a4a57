// Who makes a file or a folder that is not there for good: its name ends in "<host>-<process>-<8 digits>" (4 drawn, 4
// of when the process began), by which others see whether somebody is still at work on it. No locks: they do not hold
// on every shared file system.
#ifndef BASE_MAKER_H
#define BASE_MAKER_H

#include <stdbool.h>

#include "base/error.h"

#define LOST_SECONDS 60 // what was not touched for so long is nobody's any more

#define HOST_SIZE 64
#define MAKER_SIZE (HOST_SIZE + 24)

// This host's name, of letters that a file's name may have.
void maker_host(char host[HOST_SIZE]);

// Another name at each call. ERR_IO.
Status maker_name(char name[MAKER_SIZE], Error *e);

// Whether `maker` is at work on that file or folder, as far as can be told: its process is there, if it is of this
// host, and the last touch is no older than LOST_SECONDS. `folder`: a descriptor.
bool maker_at_work(const char *maker, int folder, const char *path);

#endif
