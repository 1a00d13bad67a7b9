// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Testing

/// A path that is known to be one.
func path(_ text: String) throws -> RelativePath { try #require(RelativePath(text)) }

/// An id as git prints it, with or without more behind it.
func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex.prefix(40))) }
