// SPDX-License-Identifier: Apache-2.0

import Findings

/// A parser of foreign bytes, with what it promises whatever the bytes are.
///
/// To add one, write a `FuzzTarget` in a file of `Targets` and name it in `FuzzTarget.all`. The
/// closure gets arbitrary bytes. That it returns at all is the first promise; others are stated with
/// `require`, which throws what is broken:
///
///     static let pointer = FuzzTarget("pointer", seeds: ["size 12\n"]) { bytes in
///       guard let pointer = try read({ try Pointer(parsing: bytes) }) else { return }
///       try require(try Pointer(parsing: pointer.bytes) == pointer, "it reads what it writes")
///     }
///
/// `SmokeTests` runs every target a few thousand times in the normal tests; `Tests/Fuzz/run` runs
/// one for as long as you like, guided by coverage.
struct FuzzTarget: Sendable {
  /// What `Tests/Fuzz/run` calls it.
  let name: String
  /// Valid inputs that others are made from.
  let seeds: [[UInt8]]
  /// Reads some bytes; throws when a promise is broken, never because the bytes are bad.
  let body: @Sendable ([UInt8]) throws -> Void

  init(_ name: String, seeds: [[UInt8]], _ body: @escaping @Sendable ([UInt8]) throws -> Void) {
    self.name = name
    self.seeds = seeds
    self.body = body
  }

  init(_ name: String, seeds: [String], _ body: @escaping @Sendable ([UInt8]) throws -> Void) {
    self.init(name, seeds: seeds.map { Array($0.utf8) }, body)
  }

  /// What a parser makes of some bytes; nil when it refuses them, which it must explain.
  static func read<Value>(_ parse: () throws -> Value) throws -> Value? {
    do {
      return try parse()
    } catch let error as any ExplainedError {
      try require(!error.message.isEmpty, "every error says what is wrong")
      try require(error.status != .passed, "no error passes")
      return nil
    }
  }

  /// States a promise.
  static func require(_ holds: Bool, _ promise: String) throws {
    if !holds { throw BrokenPromise(promise: promise) }
  }

  struct BrokenPromise: Error {
    let promise: String
  }
}
