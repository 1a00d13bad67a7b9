// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Something that another thread begins to make before anybody asks for it.
///
/// Whoever asks first waits until it is made, or makes it, should the thread not have begun.
package final class HeadStart<Value: Sendable>: Sendable {
  private let make: @Sendable () -> Value
  private let made = Mutex<Value?>(nil)

  /// Begins to make it.
  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    Threads.begin { [self] in _ = value }
  }

  /// It.
  package var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
