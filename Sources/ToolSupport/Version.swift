// SPDX-License-Identifier: Apache-2.0

/// The version of every tool; they are released together.
public enum Version {
  /// Semantic version, <https://semver.org>.
  public static let current = "0.1.0"
}
