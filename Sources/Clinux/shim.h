// SPDX-License-Identifier: Apache-2.0
#ifndef MODELGATE_CLINUX_SHIM_H
#define MODELGATE_CLINUX_SHIM_H

#ifdef __linux__
// glibc declares it for _GNU_SOURCE only, which Swift does not define.
extern int unshare(int flags);
#define MODELGATE_CLONE_FS 0x00000200
#endif

#endif
