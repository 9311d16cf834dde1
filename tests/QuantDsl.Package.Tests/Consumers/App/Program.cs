using Library;
using QuantDsl;
using TorchSharp;

Console.WriteLine($"bytes: {Teacher.Info.PackedBytes} and {Student.Info.PackedBytes}");
using var teacher = new Teacher(seed: 1);
using var student = new Student(seed: 1);
using var input = torch.linspace(-1, 1, 4 * 8).reshape(4, 8);
using var labels = torch.tensor(new long[] { 0, 1, 2, 0 });
Console.WriteLine($"both train: {float.IsFinite(teacher.Step(input, labels))}, {float.IsFinite(student.Step(input, labels))}");

[ModelFrom(typeof(Teacher)), Weights(Bits = 2)]
public sealed partial class Student;
