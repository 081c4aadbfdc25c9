// Written by `node scripts/create-only.mjs` from the schemas of CloudFormation. Not by hand.

/** Where a property stands, below `Properties`. */
interface CreateOnly {
  /** A change of these makes CloudFormation replace the resource. */
  readonly always: readonly string[];
  /** A change of these replaces it for some values, or by one of two sources. */
  readonly perhaps: readonly string[];
}

/** What can't be changed in place, nested properties included: of what holds data, what that is replaced with, and what the kit retains. */
export const createOnly: Readonly<Record<string, CreateOnly>> = {
  'AWS::AmazonMQ::Broker': {
    always: [
      'AuthenticationStrategy',
      'BrokerName',
      'DeploymentMode',
      'EncryptionOptions',
      'EngineType',
      'PubliclyAccessible',
      'StorageType',
      'SubnetIds',
    ],
    perhaps: [],
  },
  'AWS::AmazonMQ::Configuration': {
    always: ['AuthenticationStrategy', 'EngineType', 'EngineVersion', 'Name'],
    perhaps: [],
  },
  'AWS::EC2::SecurityGroup': { always: ['GroupDescription', 'GroupName', 'VpcId'], perhaps: [] },
  'AWS::EC2::Subnet': {
    always: [
      'AvailabilityZone',
      'AvailabilityZoneId',
      'CidrBlock',
      'Ipv4IpamPoolId',
      'Ipv4NetmaskLength',
      'Ipv6IpamPoolId',
      'Ipv6Native',
      'Ipv6NetmaskLength',
      'OutpostArn',
      'VpcId',
    ],
    perhaps: ['Ipv6CidrBlock'],
  },
  'AWS::EC2::VPC': {
    always: ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength', 'VpcEncryptionControl'],
    perhaps: ['InstanceTenancy'],
  },
  'AWS::EFS::FileSystem': { always: ['AvailabilityZoneName', 'Encrypted', 'KmsKeyId', 'PerformanceMode'], perhaps: [] },
  'AWS::EKS::Cluster': {
    always: [
      'AccessConfig.BootstrapClusterCreatorAdminPermissions',
      'BootstrapSelfManagedAddons',
      'EncryptionConfig',
      'KubernetesNetworkConfig.IpFamily',
      'KubernetesNetworkConfig.ServiceIpv4Cidr',
      'KubernetesNetworkConfig.ServiceIpv6Cidr',
      'Name',
      'OutpostConfig',
      'RoleArn',
    ],
    perhaps: [
      'KubernetesNetworkConfig.ElasticLoadBalancing',
      'ResourcesVpcConfig.SecurityGroupIds',
      'ResourcesVpcConfig.SubnetIds',
    ],
  },
  'AWS::IAM::Role': { always: ['Path', 'RoleName'], perhaps: [] },
  'AWS::KMS::Key': { always: [], perhaps: [] },
  'AWS::Logs::LogGroup': { always: ['LogGroupName'], perhaps: [] },
  'AWS::MSK::BatchScramSecret': { always: ['ClusterArn'], perhaps: [] },
  'AWS::MSK::Cluster': {
    always: [
      'BrokerNodeGroupInfo.BrokerAZDistribution',
      'BrokerNodeGroupInfo.ClientSubnets',
      'BrokerNodeGroupInfo.SecurityGroups',
      'ClusterName',
      'EncryptionInfo.EncryptionAtRest',
      'EncryptionInfo.EncryptionInTransit.InCluster',
    ],
    perhaps: [],
  },
  'AWS::MSK::Configuration': { always: ['KafkaVersionsList', 'Name'], perhaps: [] },
  'AWS::MSK::ServerlessCluster': { always: ['ClientAuthentication', 'ClusterName', 'Tags', 'VpcConfigs'], perhaps: [] },
  'AWS::MSK::Topic': { always: ['ClusterArn', 'ReplicationFactor', 'TopicName'], perhaps: [] },
  'AWS::SSM::Parameter': { always: ['Name'], perhaps: [] },
  'AWS::SecretsManager::Secret': { always: ['Name'], perhaps: [] },
};
