// SPDX-License-Identifier: Apache-2.0
#ifndef MODELGATE_CLIBYAML_SHIM_H
#define MODELGATE_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
