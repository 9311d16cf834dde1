using QuantDsl;

string folder = args[0];
using Dataset train = Dataset.FromImageFolder(Path.Combine(folder, "train"), new ImageFolderOptions { Size = 16, Grey = true });

using (var model = new Photos(seed: 1))
{
    model.Fit(train, options: new FitOptions { Progress = ProgressMode.None });
    model.Save(Path.Combine(folder, "photos.safetensors"));
}

using var saved = Photos.Load(Path.Combine(folder, "photos.safetensors"));
Classification one = saved.ClassifyImage(Path.Combine(folder, "unknown", "a.png"));
Console.WriteLine($"{one.Name}, sure: {one.Probability > 0.5}");
Console.WriteLine(saved.ClassifyImage(File.ReadAllBytes(Path.Combine(folder, "unknown", "a.png"))) == one);
foreach ((string path, Classification found) in saved.ClassifyImages(Path.Combine(folder, "unknown")))
    Console.WriteLine($"{Path.GetFileName(path)}: {found.Name}");

[QuantModel(1, 16, 16, Batch = 8, Epochs = 10)]
[Weights(Bits = 1)]
[Adam(LearningRate = 0.02)]
[CrossEntropy]
public sealed partial class Photos
{
    [Conv2d(8, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv { get; }
    [Linear(2), BatchNorm] public partial Layer Out { get; }
}
