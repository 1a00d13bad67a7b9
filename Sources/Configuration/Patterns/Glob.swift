// SPDX-License-Identifier: Apache-2.0

/// A compiled shell pattern over the bytes of a path, as git's `wildmatch` reads it with
/// `WM_PATHNAME`.
///
/// All ways through the pattern are followed at once, so that time is the pattern's length times the
/// path's, whatever the pattern.
struct Glob: Sendable, Hashable {
  /// What one step of the pattern takes.
  enum Step: Hashable {
    case byte(UInt8)
    /// `?`: any byte but a slash.
    case one
    /// `[…]`: one of these bytes.
    case among(Set<UInt8>)
    /// `*`: any number of bytes but slashes.
    case many
    /// Any number of any bytes.
    case all
    /// Nothing; the next `count` steps may be left out.
    case optional(count: Int)
  }

  /// Where a pattern may end besides the path's end.
  enum Reach: Hashable {
    case whole
    /// Before any slash: a folder's pattern takes what is in it.
    case below
    /// Before a slash only.
    case strictlyBelow
  }

  let steps: [Step]
  let reach: Reach

  /// Whether the path is taken.
  func matches(_ path: [UInt8]) -> Bool {
    var states = [Bool](repeating: false, count: steps.count + 1)
    enter(0, &states)
    for byte in path {
      if byte == UInt8(ascii: "/"), reach != .whole, states[steps.count] { return true }
      states = advance(states, over: byte)
      if !states.contains(true) { return false }
    }
    return states[steps.count] && reach != .strictlyBelow
  }

  /// Marks a state and those that need no byte to get to.
  private func enter(_ first: Int, _ states: inout [Bool]) {
    var pending = [first]
    while let state = pending.popLast() {
      guard !states[state] else { continue }
      states[state] = true
      guard state < steps.count else { continue }
      switch steps[state] {
      case .many, .all: pending.append(state + 1)
      case .optional(let count): pending += [state + 1, state + 1 + count]
      default: break
      }
    }
  }

  private func advance(_ states: [Bool], over byte: UInt8) -> [Bool] {
    var next = [Bool](repeating: false, count: states.count)
    let isSlash = byte == UInt8(ascii: "/")
    for (state, step) in steps.enumerated() where states[state] {
      switch step {
      case .byte(let wanted): if byte == wanted { enter(state + 1, &next) }
      case .one: if !isSlash { enter(state + 1, &next) }
      case .among(let bytes): if !isSlash && bytes.contains(byte) { enter(state + 1, &next) }
      case .many: if !isSlash { enter(state, &next) }
      case .all: enter(state, &next)
      case .optional: break
      }
    }
    return next
  }
}
