// SPDX-License-Identifier: Apache-2.0

import Files

/// The environment, read once; libraries get it as a value.
public enum Environment {
  /// All variables whose name and value are UTF-8.
  public static let current: [String: String] = Program.environment
}
