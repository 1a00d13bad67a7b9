// SPDX-License-Identifier: Apache-2.0
#ifndef MODELGATE_CLINUX_SHIM_H
#define MODELGATE_CLINUX_SHIM_H

#ifdef __linux__
// glibc declares these for _GNU_SOURCE only, which Swift does not define.
extern int unshare(int flags);
extern long syscall(long number, ...);
#define MODELGATE_CLONE_FS 0x00000200
#define MODELGATE_CLONE_FILES 0x00000400

// close_range(2); glibc has it since 2.34 only.
static inline int modelgate_close_range(unsigned first, unsigned last) {
  const long number = 436;  // on every architecture
  return (int)syscall(number, first, last, 0);
}
#endif

#endif
