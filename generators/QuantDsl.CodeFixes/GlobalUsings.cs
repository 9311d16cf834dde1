// The compiler's ground floor, as in the compiler itself.
global using QuantDsl.Generators.Common;
