// SPDX-License-Identifier: Apache-2.0

extension RelativePath {
  /// Whether a symbolic link at this path with this target stays beneath the root, by names alone.
  public func keepsInside(linkTo target: [UInt8]) -> Bool {
    guard let first = target.first, first != UInt8(ascii: "/") else { return false }
    var depth = components.count - 1
    for component in target.split(separator: UInt8(ascii: "/")) {
      if component.elementsEqual("..".utf8) {
        depth -= 1
      } else if !component.elementsEqual(".".utf8) {
        depth += 1
      }
      if depth < 0 { return false }
    }
    return true
  }
}
