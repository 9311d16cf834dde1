using QuantDsl;

// dotnet run -c Release -- [epochs]
int epochs = args is [var number] ? int.Parse(number) : 3;

// Digits that the program draws itself; of your own: Dataset.FromImageFolder, Dataset.FromArrays, Dataset.FromIdxFolder …
var (all, test) = Dataset.DrawnDigits(train: 3000, test: 500);
var (train, validation) = all.Split(2500, seed: 1);

// First in full precision, then with few bits from these weights.
using var full = new FloatNet(seed: 1);
full.Fit(train, validation, new FitOptions { Epochs = epochs });
using var net = new Net(seed: 1);
net.InitializeFrom(full);
Console.WriteLine(Net.Info.Table);
net.Fit(train, validation, new FitOptions { Epochs = epochs });

net.Export("net.qdsl");
using Net.Packed packed = Net.Packed.Load("net.qdsl");
Console.WriteLine($"full precision: {full.Evaluate(test):P1} of the test images are right, {FloatNet.Info.PackedBytes:N0} bytes");
Console.WriteLine($"BITS bits a weight: {net.Evaluate(test):P1}, {new FileInfo("net.qdsl").Length:N0} bytes in net.qdsl");

float[] logits = new float[10];
packed.Predict(new float[28 * 28], logits); // an image of your own, normalised as the data set is; needs QuantDsl.Runtime alone
